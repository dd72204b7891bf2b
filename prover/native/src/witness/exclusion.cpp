#include "runtime/parallel.hpp"
#include "statements.hpp"

namespace disjoint {

namespace {

constexpr size_t HASHES_STEP = 64;

std::string ofEntry(Label e) { return ", entry " + std::to_string(e); }
std::string ofNode(Label n) { return ", node " + std::to_string(n); }

/** Both sides of the lookup: 1 / (gamma - id - delta hash) for every pair with weight 1. */
class Lookup {
 public:
  Lookup(Wires& wires, const Limbs& gamma, const Limbs& delta, size_t room)
      : wires_(wires), gamma_(gamma), delta_(delta), factor_(Fr::canonical(delta)), terms_(secretValues(room)) {}

  /**
   * @param base, id the template's input, and what it makes of it
   * @param alias the signal of the main template that is equal to the term
   */
  void add(Label at, Label alias, const Limbs& base, const Limbs& id, const Limbs& hash, const Limbs& weight) {
    const Limbs folded = multiply(factor_, hash), values[] = {gamma_, delta_, base, hash, weight, folded};
    setAll(wires_, at + 1, values, 6);
    if (isZero(weight)) return;
    const Limbs denominator = subtract(subtract(gamma_, id), folded);
    if (isZero(denominator)) breaks("lookup-term");
    terms_[labels_.size()] = denominator;
    labels_.push_back({at, alias});
  }
  /** The terms from here on are offered. */
  void offer() { sought_ = labels_.size(); }

  void finish() {
    invert(terms_.data(), labels_.size());
    Limbs difference{};
    for (size_t i = 0; i < labels_.size(); i++) {
      wires_.set(labels_[i].term, terms_[i]);
      wires_.set(labels_[i].alias, terms_[i]);
      difference = i < sought_ ? disjoint::add(difference, terms_[i]) : subtract(difference, terms_[i]);
    }
    if (!isZero(difference)) breaks("lookup", ": a bucket or a node does not hang from the root");
  }

 private:
  struct Term {
    Label term, alias;
  };

  Wires& wires_;
  Limbs gamma_, delta_;
  Fr factor_;
  Values terms_;
  std::vector<Term> labels_;
  size_t sought_ = 0;
};

class Evaluation {
 public:
  Evaluation(Scope& scope, const ExclusionLabels& at, const Limbs* inputs)
      : scope_(scope), wires_(scope.wires), at_(at), inputs_(inputs), entries_(at.entries), nodes_(at.nodes),
        routes_(input(at.routes)), rests_(input(at.rests)), thermometer_(input(at.thermometer)), ids_(input(at.ids)),
        children_(input(at.children)), masks_(input(at.masks)), page_(pageElements(wires_, at.page, *input(at.pageSalt),
                                                                                     routes_, rests_, entries_)),
        bucketIds_(secretValues(entries_)), bucketHashes_(secretValues(entries_)), nodeHashes_(secretValues(nodes_)),
        packed_(nodes_, Secrecy::secret), fresh_(entries_, Secrecy::secret),
        inverses_(2 * size_t{entries_} + nodes_) {}

  void run() {
    setAll(wires_, 1, inputs_, at_.inputs);
    shape_ = shape(wires_, at_.shape, thermometer_);
    hashes();
    page();
    for (Label n = 0; n < nodes_; n++) node(n);
    commitment();
    for (Label e = 0; e < entries_; e++) bucket(e);
    for (Label e = 0; e < entries_; e++) sameBucket(e);
    lookup(transcript());
    inverses_.finish(wires_);
  }

 private:
  const Limbs* input(Label label) const { return inputs_ + label - 1; }

  /** Of nodes, buckets and the page, which do not depend on each other. */
  void hashes() {
    const auto batches = [](Label n) { return (n + HASHES_STEP - 1) / HASHES_STEP; };
    const size_t ofNodes = batches(nodes_), ofBuckets = batches(entries_);
    parallel(scope_.job, 1 + ofNodes + ofBuckets, [&](size_t task, unsigned) {
      if (task == 0)
        digest_ = chain(scope_, at_.pageChain, page_.data(), (Label)page_.size(), TAG_HIGH, PAGE_TAG_LOW);
      else if (task <= ofNodes)
        batch(children_, nodes_, task - 1, at_.node + NODE_HASH, OPENED_NODE_LABELS, nodeHashes_);
      else
        batch(input(at_.slots), entries_, task - 1 - ofNodes, at_.bucket + BUCKET_HASH, BUCKET_WITHOUT_LABELS,
              bucketHashes_);
    });
  }

  void batch(const Limbs* inputs, Label n, size_t number, Label at, Label stride, Values& out) {
    const size_t from = number * HASHES_STEP, count = std::min<size_t>(HASHES_STEP, n - from);
    poseidon(scope_, ARITY, inputs + from * ARITY, count, at + (Label)from * stride, stride, out.data() + from);
  }

  void page() {
    wires_.set(at_.digest, digest_);
    if (!equal(digest_, *input(at_.pageDigest))) breaks("page-digest");
  }

  void node(Label n) {
    const Label at = at_.node + n * OPENED_NODE_LABELS;
    const Limbs &id = ids_[n], *mask = masks_ + n * ARITY;
    bits(wires_, at + OPENED_NODE_LABELS - bitsLabels(ID_BITS), id, ID_BITS);
    for (Label j = 0; j < ARITY; j++) {
      if (!fits(mask[j], 1)) breaks("mask-boolean", ofNode(n));
      packed_[n] |= (std::uint32_t)mask[j].l[0] << j;
    }
    const Label own = at + 4 + 2 * ARITY;
    const bool used = differ(wires_, own + 2, small(packed_[n]), small(0), inverses_);
    const Limbs first[] = {nodeHashes_[n], small(packed_[n]), small(used), id};
    setAll(wires_, at, first, 4);
    setAll(wires_, at + 4, children_ + n * ARITY, ARITY);
    setAll(wires_, at + 4 + ARITY, mask, ARITY);
    wires_.set(own, nodeHashes_[n]);
    wires_.set(own + 1, used);
  }

  void commitment() {
    if (!isZero(ids_[0])) breaks("root-id");
    const Limbs opened[] = {nodeHashes_[0], small(shape_.bucketBits), *input(at_.salt)};
    Limbs committed;
    poseidon(scope_, 3, opened, 1, at_.commit, 0, &committed);
    wires_.set(at_.committed, committed);
    if (!equal(committed, *input(at_.commitment))) breaks("commitment");
  }

  void bucket(Label e) {
    const Label at = at_.bucket + e * BUCKET_WITHOUT_LABELS;
    const Limbs &route = routes_[e], &rest = rests_[e], *slots = input(at_.slots) + e * ARITY;
    bucketIds_[e] = bucketId(wires_, at_.bucketId + e * BUCKET_ID_LABELS, route, thermometer_, shape_, shape_.leafBase);
    wires_.set(at_.bucketIds + e, bucketIds_[e]);
    wires_.set(at_.bucketHashes + e, bucketHashes_[e]);
    wires_.set(at, bucketHashes_[e]);
    wires_.set(at + 1, route);
    wires_.set(at + 2, rest);
    setAll(wires_, at + 3, slots, ARITY);
    wires_.set(at + 3 + ARITY, bucketHashes_[e]);
    constexpr Limbs shift{{0, 0, 0, std::uint64_t{1} << (REST_BITS - 3 * 64)}};
    const Limbs product = slotProducts(wires_, at + 4 + ARITY, add(multiply(route, shift), rest), slots);
    if (isZero(product)) breaks("absent", ofEntry(e) + ": its key is in its bucket");
    inverses_.add(product, at + 4 + ARITY + (ARITY - 1));
  }

  /** Entries in the bucket of the one before. */
  void sameBucket(Label e) {
    fresh_[e] = e == 0 || differ(wires_, at_.differ + (e - 1) * DIFFER_LABELS, bucketIds_[e], bucketIds_[e - 1],
                                 inverses_);
    wires_.set(at_.fresh + e, fresh_[e]);
    wires_.set(at_.moved + e, fresh_[e]);
    if (!fresh_[e] && !equal(bucketHashes_[e], bucketHashes_[e - 1])) breaks("same-bucket", ofEntry(e));
  }

  /** @return gamma */
  Limbs transcript() {
    Values absorbed = secretValues(2 + size_t{entries_} + 3 * size_t{nodes_});
    absorbed[0] = *input(at_.pageDigest);
    absorbed[1] = *input(at_.commitment);
    for (Label e = 0; e < entries_; e++) absorbed[2 + e] = bucketHashes_[e];
    for (Label n = 0; n < nodes_; n++) {
      Limbs* own = &absorbed[2 + entries_ + 3 * n];
      own[0] = nodeHashes_[n], own[1] = ids_[n], own[2] = small(packed_[n]);
    }
    setAll(wires_, at_.transcript, absorbed.data(), absorbed.size());
    return chain(scope_, at_.transcriptChain, absorbed.data(), (Label)absorbed.size(), TAG_HIGH, TRANSCRIPT_TAG_LOW);
  }

  void lookup(const Limbs& gamma) {
    Limbs delta;
    poseidon(scope_, 1, &gamma, 1, at_.drawDelta, 0, &delta);
    wires_.set(at_.gamma, gamma);
    wires_.set(at_.delta, delta);
    Lookup lookup(wires_, gamma, delta, entries_ + size_t{nodes_} * (1 + ARITY));
    const auto node = [&](Label n) {
      lookup.add(at_.nodeTerm + (n - 1) * LOOKUP_TERM_LABELS, at_.nodeTerms + n, ids_[n], ids_[n], nodeHashes_[n],
                 small(packed_[n] != 0));
    };
    const auto child = [&](Label n, Label j) {
      const Label i = n * ARITY + j;
      const Limbs id = small(ARITY * ids_[n].l[0] + j + 1);  // below 2^57, as ids are below 2^52
      lookup.add(at_.childTerm + i * LOOKUP_TERM_LABELS, at_.childTerms + i, ids_[n], id, children_[i], masks_[i]);
    };
    for (Label e = 0; e < entries_; e++)
      lookup.add(at_.bucketTerm + e * LOOKUP_TERM_LABELS, at_.bucketTerms + e, bucketIds_[e], bucketIds_[e],
                 bucketHashes_[e], small(fresh_[e]));
    for (Label n = 1; n < nodes_; n++) node(n);
    lookup.offer();
    for (Label n = 0; n < nodes_; n++)
      for (Label j = 0; j < ARITY; j++) child(n, j);
    lookup.finish();
  }

  static constexpr Label NODE_HASH = 4 + 2 * ARITY + 2 + DIFFER_LABELS, BUCKET_HASH = 3 + ARITY + 1 + (ARITY - 1) + 1;

  Scope& scope_;
  Wires& wires_;
  const ExclusionLabels& at_;
  const Limbs* inputs_;
  const Label entries_, nodes_;
  const Limbs *routes_, *rests_, *thermometer_, *ids_, *children_, *masks_;
  Values page_, bucketIds_, bucketHashes_, nodeHashes_;
  Array<std::uint32_t> packed_;
  Array<bool> fresh_;
  Inverses inverses_;
  Shape shape_{};
  Limbs digest_{};
};

}  // namespace

void exclusion(Scope& scope, const ExclusionLabels& at, const Limbs* inputs) { Evaluation(scope, at, inputs).run(); }

}  // namespace disjoint
