(** Of presence and absence of a key just one can be proved, for any root: Inclusion and Exclusion look into one bucket.

    Assumed of the hash: nobody has two lists of 16 with one value. *)
Require Import ZArith List Lia.
Require Import Chains.
Import ListNotations.
Open Scope Z_scope.

Section Exclusive.
Variable F : Type.
Variable hash : list F -> F.
Hypothesis collision_free : forall xs ys, length xs = 16%nat -> length ys = 16%nat -> hash xs = hash ys -> xs = ys.

(** From a root, a path of places leads to a hash. *)
Inductive opens (root : F) : list nat -> F -> Prop :=
| opens_root : opens root [] root
| opens_child path children j h :
    opens root path (hash children) -> length children = 16%nat -> nth_error children j = Some h ->
    opens root (path ++ [j]) h.

(** One root and one path, one hash: however the tree was made. *)
Lemma opens_one root path : forall h h', opens root path h -> opens root path h' -> h = h'.
Proof.
  induction path as [| j path IH] using rev_ind; intros h h' H H'.
  - inversion H as [| ? ? ? ? ? ? ? E]; [| destruct path; discriminate].
    inversion H' as [| ? ? ? ? ? ? ? E']; [subst; auto | destruct path; discriminate].
  - inversion H as [E | p cs i x Ho Hl Hn E]; [destruct path; discriminate |].
    inversion H' as [E' | p' cs' i' x' Ho' Hl' Hn' E']; [destruct path; discriminate |].
    apply app_inj_tail in E, E'. destruct E as [-> ->], E' as [-> ->].
    rewrite (collision_free cs cs' Hl Hl' (IH _ _ Ho Ho')) in Hn. congruence.
Qed.

(** Inclusion: level by level, the hash below is the node's child at its place; the lowest first. *)
Fixpoint climbs (levels : list (nat * list F)) (h root : F) : Prop :=
  match levels with
  | [] => h = root
  | (j, children) :: above =>
      length children = 16%nat /\ nth_error children j = Some h /\ climbs above (hash children) root
  end.

Lemma climbs_opens levels : forall h root, climbs levels h root -> opens root (rev (map fst levels)) h.
Proof.
  induction levels as [| [j children] above IH]; simpl; intros h root H; [subst; constructor |].
  destruct H as (Hl & Hn & H). eapply opens_child; eauto.
Qed.

(** Exclusion: the nodes of a witness. *)
Variable order : Z.
Hypothesis large : 2 ^ 57 < order.
Variable Node : Type.
Variable id : Node -> Z.
Variable children : Node -> list F.
Variable mask : Node -> nat -> bool.
Variable root : Node.

Definition node_hash (n : Node) : F := hash (children n).
Definition used (n : Node) (j : nat) (h : F) : Prop := mask n j = true /\ nth_error (children n) j = Some h.
Definition enabled (n : Node) : Prop := exists j h, used n j h.

Hypothesis sixteen : forall n, length (children n) = 16%nat.
Hypothesis node_id_range : forall n, enabled n -> 0 <= id n < 2 ^ 52.
Hypothesis root_id : id root = 0.
Hypothesis lookup : forall n, enabled n -> n = root \/ offered order Node F id used (id n) (node_hash n).

Lemma used_enabled n j h : used n j h -> enabled n.
Proof. intro H. exists j, h. exact H. Qed.

Lemma used_place n j h : used n j h -> (j < 16)%nat.
Proof. intros [_ H]. rewrite <- (sixteen n). apply nth_error_Some. congruence. Qed.

Lemma hangs_opens path i h :
  hangs Node F id node_hash used root path i h -> opens (node_hash root) path h.
Proof.
  induction 1 as [| path n j h Hp IH [_ Hn]]; [constructor |]. eapply opens_child; eauto.
Qed.

(** A bucket that Exclusion looks up, and a path that Inclusion climbs, of one place under one root, are of one hash. *)
Theorem one_bucket leaf_base bucket h levels h' :
  15 * leaf_base + 1 = 16 ^ Z.of_nat (length levels) ->
  number_of (rev (map fst levels)) = bucket -> 0 <= leaf_base + bucket < 2 ^ 52 ->
  Forall (fun j => (j < 16)%nat) (map fst levels) ->
  offered order Node F id used (leaf_base + bucket) h -> climbs levels h' (node_hash root) -> h = h'.
Proof.
  intros Hb Hn Hr Hj Ho Hc.
  destruct (every_bucket_hangs_from_the_root order large Node F id node_hash used enabled root
              used_enabled used_place node_id_range root_id lookup _ _ Hr Ho) as (path & Hp).
  destruct (path_of_id Node F id node_hash used root used_place _ _ _ Hp) as [E Hf].
  assert (Hd : Forall (fun j => (j < 16)%nat) (rev (map fst levels))) by (apply Forall_rev; auto).
  assert (path = rev (map fst levels)) as ->.
  { apply id_of_injective; auto. rewrite <- E.
    pose proof (id_of_leaf (rev (map fst levels))) as El. rewrite rev_length, map_length in El. lia. }
  apply (opens_one (node_hash root) (rev (map fst levels))); [eapply hangs_opens | apply climbs_opens]; eauto.
Qed.

(** Hence no key is present and absent. *)
Theorem present_and_absent_exclude_each_other leaf_base bucket levels key slots slots' :
  15 * leaf_base + 1 = 16 ^ Z.of_nat (length levels) ->
  number_of (rev (map fst levels)) = bucket -> 0 <= leaf_base + bucket < 2 ^ 52 ->
  Forall (fun j => (j < 16)%nat) (map fst levels) -> length slots = 16%nat -> length slots' = 16%nat ->
  offered order Node F id used (leaf_base + bucket) (hash slots) -> ~ In key slots ->
  climbs levels (hash slots') (node_hash root) -> In key slots' -> False.
Proof.
  intros Hb Hn Hr Hj Hs Hs' Ho Habsent Hc Hpresent. apply Habsent.
  rewrite (collision_free slots slots' Hs Hs'); auto. eapply one_bucket; eauto.
Qed.
End Exclusive.

Print Assumptions one_bucket.
Print Assumptions present_and_absent_exclude_each_other.
