const isoTime = (seconds: string): string => `strftime('%Y-%m-%dT%H:%M:%SZ', ${seconds}, 'unixepoch')`;

const blockTime = (block: string): string => isoTime(`(SELECT time FROM blocks WHERE blocks.block = ${block})`);

/** Names of lists are equal if readers take them for the same (prover/registry/sameName.ts). */
const SAME_NAME = `(SELECT count(*) - 1 FROM lists AS others WHERE others.comparable_name = lists.comparable_name)`;

/** Whether the ledger counts proofs of a key that is not known to come from a ceremony. */
const DOUBTFUL = `EXISTS (SELECT 1 FROM circuits LEFT JOIN keys USING (circuit)
  WHERE status <> 'revoked' AND coalesce(setup, 'unknown') <> 'ceremony')`;

/**
 * Views that people query, in plain SQL: any SQLite shell can read them. Times are ISO 8601 in UTC. Texts are as their
 * authors wrote them: a shell may have to escape them.
 */
export const VIEWS: Record<string, string> = {
  /** How many leading pages of a list proofs of either kind exclude from a shard. */
  shard_reach: `
    SELECT commitment, list, max(pages) AS pages FROM (
      SELECT commitment, list, pages FROM leading
      UNION ALL
      SELECT commitment, list, page_count FROM disjointness
        JOIN circuits USING (circuit) JOIN epochs USING (list, epoch) WHERE status <> 'revoked')
    WHERE pages > 0 GROUP BY commitment, list`,

  /** For each release and list, the first shard with the fewest clean pages among those of it and its ancestors. */
  release_reach: `
    SELECT release, list, pages, lagging_release, lagging_shard FROM (
      SELECT lineage.release, lists.list, ancestor AS lagging_release, composition.commitment AS lagging_shard,
        iif(shard_schemes.scheme IS NULL, 0, coalesce(shard_reach.pages, 0)) AS pages,
        row_number() OVER (
          PARTITION BY lineage.release, lists.list
          ORDER BY iif(shard_schemes.scheme IS NULL, 0, coalesce(shard_reach.pages, 0)), lineage.position,
            composition.position) AS place
      FROM lineage
        JOIN releases AS owners ON owners.release = ancestor
        JOIN composition ON composition.release = ancestor
        CROSS JOIN lists
        LEFT JOIN shard_schemes ON shard_schemes.vendor = owners.vendor
          AND shard_schemes.commitment = composition.commitment AND shard_schemes.scheme = lists.scheme
        LEFT JOIN shard_reach ON shard_reach.commitment = composition.commitment AND shard_reach.list = lists.list)
    WHERE place = 1`,

  /** The verdict on each release against each list. */
  release_status: `
    SELECT reach.release, releases.model, releases.version, releases.vendor, releases.weights,
      releases.block AS registered_block, ${blockTime("releases.block")} AS registered_at,
      reach.list, lists.metadata AS list_name, lists.owner AS list_owner, lists.scheme, lists.reviewers,
      lists.threshold, ${SAME_NAME} AS lists_of_same_name,
      CASE
        WHEN clean_epoch = 0 THEN 'never-proved'
        WHEN ${DOUBTFUL} THEN 'development-key'
        WHEN clean_epoch < lists.current_epoch THEN 'behind'
        ELSE 'clean' END AS state,
      clean_epoch, lists.current_epoch, lists.current_epoch - clean_epoch AS epochs_behind,
      reach.pages AS clean_pages, coalesce(newest.page_count, 0) AS page_count,
      max(coalesce(newest.page_count, 0) - reach.pages, 0) AS pages_behind, ${isoTime("next.time")} AS since,
      lagging_release, lagging_shard,
      head.block, head.hash AS block_hash, ${isoTime("head.time")} AS block_time
    FROM (
      SELECT *, (SELECT count(*) FROM epochs JOIN lists USING (list)
        WHERE epochs.list = release_reach.list AND epoch <= current_epoch
          AND epochs.page_count <= release_reach.pages) AS clean_epoch
      FROM release_reach) AS reach
      JOIN releases USING (release) JOIN lists ON lists.list = reach.list CROSS JOIN head
      LEFT JOIN epochs AS newest ON newest.list = lists.list AND newest.epoch = lists.current_epoch
      LEFT JOIN epochs AS next ON next.list = lists.list AND next.epoch = clean_epoch + 1
        AND next.epoch <= lists.current_epoch`,

  /**
   * Freshness over time: how many leading pages of a list a release excluded, itself and its ancestors, from each block
   * on after which that changed for one of their shards, or after which it was registered.
   */
  release_history: `
    SELECT *, ${blockTime("least.block")} AS at,
      (SELECT count(*) FROM epochs JOIN lists USING (list) WHERE epochs.list = least.list AND epoch <= current_epoch
        AND epochs.page_count <= least.clean_pages) AS clean_epoch
    FROM (SELECT release, model, version, list, list_name, block, min(pages) AS clean_pages FROM (
      SELECT moments.release, releases.model, releases.version, moments.list, lists.metadata AS list_name, moments.block,
        iif(shard_schemes.scheme IS NULL, 0, coalesce((SELECT pages FROM reached
          WHERE reached.commitment = composition.commitment AND reached.list = moments.list
            AND reached.block <= moments.block ORDER BY reached.block DESC LIMIT 1), 0)) AS pages
      FROM (
        SELECT DISTINCT lineage.release, reached.list, max(reached.block, registered.block) AS block FROM lineage
          JOIN releases AS registered ON registered.release = lineage.release
          JOIN composition ON composition.release = ancestor
          JOIN reached ON reached.commitment = composition.commitment) AS moments
        JOIN releases USING (release) JOIN lists ON lists.list = moments.list
        JOIN lineage ON lineage.release = moments.release
        JOIN releases AS owners ON owners.release = ancestor
        JOIN composition ON composition.release = ancestor
        LEFT JOIN shard_schemes ON shard_schemes.vendor = owners.vendor
          AND shard_schemes.commitment = composition.commitment AND shard_schemes.scheme = lists.scheme)
    GROUP BY release, list, block) AS least`,

  /** The shards of each release, its vendor's description of them, and who registered each first. */
  release_shards: `
    SELECT composition.release, releases.model, releases.version, releases.vendor, position, composition.commitment,
      shards.schemes, shards.uri, first.vendor AS first_vendor, ${blockTime("first.block")} AS first_registered_at
    FROM composition JOIN releases USING (release)
      LEFT JOIN shards ON shards.vendor = releases.vendor AND shards.commitment = composition.commitment
      LEFT JOIN shards AS first ON first.rowid =
        (SELECT min(rowid) FROM shards AS every WHERE every.commitment = composition.commitment)`,

  /** The epochs of each list, and whether they are confirmed. */
  list_epochs: `
    SELECT epochs.list, metadata AS list_name, ${SAME_NAME} AS lists_of_same_name, epochs.epoch,
      ${isoTime("epochs.time")} AS published_at, epochs.epoch <= current_epoch AS is_confirmed, epochs.page_count,
      epochs.page_count - coalesce((SELECT page_count FROM epochs AS earlier
        WHERE earlier.list = epochs.list AND earlier.epoch = epochs.epoch - 1), 0) AS added_pages,
      coalesce(whole, '') <> '' AS has_whole_accumulator, coalesce(added, '') <> '' AS has_added_accumulator,
      content_hash, uri
    FROM epochs JOIN lists USING (list) LEFT JOIN accumulators USING (list, epoch)`,

  /** Who may publish in each list. Lists with equal names are told apart by their owners. */
  list_publishers: `
    SELECT list, metadata AS list_name, ${SAME_NAME} AS lists_of_same_name, owner AS account, 'owner' AS role FROM lists
    UNION ALL
    SELECT list, metadata, ${SAME_NAME}, publisher, 'publisher' FROM publishers JOIN lists USING (list)
    UNION ALL
    SELECT list, metadata, ${SAME_NAME}, pending_owner, 'pending owner' FROM lists WHERE pending_owner <> ''`,
};
