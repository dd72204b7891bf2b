/** @file The main templates of circuits/, each with its labels and its evaluation. */
#pragma once
#include "parts.hpp"

namespace disjoint {

/** "disjoint/page/v1" and "disjoint/open/v1": see circuits/lib/sponge.circom. */
constexpr std::uint64_t TAG_HIGH = 0x6469736a6f696e74, PAGE_TAG_LOW = 0x2f706167652f7631,
                        TRANSCRIPT_TAG_LOW = 0x2f6f70656e2f7631;

/** Template Exclusion(entries, nodes) of exclusion.circom. */
struct ExclusionLabels {
  Label entries, nodes;
  Labels all;
  Label commitment = all.take(), pageDigest = all.take(), pageSalt = all.take(), routes = all.take(entries),
        rests = all.take(entries), salt = all.take(), thermometer = all.take(ROUTE_BITS),
        slots = all.take(entries * ARITY), ids = all.take(nodes), children = all.take(nodes * ARITY),
        masks = all.take(nodes * ARITY);
  Label inputs = all.count() - 1;
  Label page = all.take(1 + 2 * entries), digest = all.take(), committed = all.take(), bucketIds = all.take(entries),
        bucketHashes = all.take(entries), fresh = all.take(entries), moved = all.take(entries),
        transcript = all.take(2 + entries + 3 * nodes), gamma = all.take(), delta = all.take(),
        bucketTerms = all.take(entries), nodeTerms = all.take(nodes), childTerms = all.take(nodes * ARITY);
  Label bucketId = all.take(entries * BUCKET_ID_LABELS), bucket = all.take(entries * BUCKET_WITHOUT_LABELS),
        pageChain = all.take(chainLabels(1 + 2 * entries)),
        transcriptChain = all.take(chainLabels(2 + entries + 3 * nodes)),
        differ = all.take((entries - 1) * DIFFER_LABELS), nodeTerm = all.take((nodes - 1) * LOOKUP_TERM_LABELS),
        childTerm = all.take(nodes * ARITY * LOOKUP_TERM_LABELS), bucketTerm = all.take(entries * LOOKUP_TERM_LABELS),
        commit = all.take(poseidonLabels(3)), drawDelta = all.take(poseidonLabels(1)),
        node = all.take(nodes * OPENED_NODE_LABELS), shape = all.take(SHAPE_LABELS);

  ExclusionLabels(Label entries, Label nodes) : entries(entries), nodes(nodes) {}
};

/** Template Inclusion() of inclusion.circom. */
struct InclusionLabels {
  Labels all;
  Label commitment = all.take(), key = all.take(), salt = all.take(), thermometer = all.take(ROUTE_BITS),
        slots = all.take(ARITY), children = all.take(LEVELS * ARITY);
  Label inputs = all.count() - 1;
  Label bucket = all.take(), hashed = all.take(LEVELS), nodeHash = all.take(LEVELS), path = all.take(LEVELS + 1),
        committed = all.take();
  Label bucketId = all.take(BUCKET_ID_LABELS), hash = all.take(LEVELS * poseidonLabels(ARITY)),
        commit = all.take(poseidonLabels(3)), child = all.take(LEVELS * SELECT_LABELS),
        digits = all.take(bitsLabels(ROUTE_BITS)), held = all.take(BUCKET_WITH_LABELS),
        parts = all.take(SPLIT_KEY_LABELS), shape = all.take(SHAPE_LABELS);
};

/** Template Listing(entries) of listing.circom. */
struct ListingLabels {
  Label entries;
  Labels all;
  Label pageDigest = all.take(), key = all.take(), pageSalt = all.take(), routes = all.take(entries),
        rests = all.take(entries), weights = all.take(entries);
  Label inputs = all.count() - 1;
  Label page = all.take(1 + 2 * entries), digest = all.take(), total = all.take();
  Label pageChain = all.take(chainLabels(1 + 2 * entries)), parts = all.take(SPLIT_KEY_LABELS),
        range = all.take(bitsLabels(ROUTE_BITS));

  explicit ListingLabels(Label entries) : entries(entries) {}
};

/** Each sets all signals but the constant one. `inputs` is what the labels from 1 on get. */
void exclusion(Scope& scope, const ExclusionLabels& at, const Limbs* inputs);
void inclusion(Scope& scope, const InclusionLabels& at, const Limbs* inputs);
void listing(Scope& scope, const ListingLabels& at, const Limbs* inputs);

/** The page as its chain absorbs it, at `page` and in the result. */
Values pageElements(Wires& wires, Label page, const Limbs& salt, const Limbs* routes, const Limbs* rests,
                    Label entries);

}  // namespace disjoint
