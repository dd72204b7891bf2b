(** Ids fall from child to parent, so that every chain ends at the root (steps 2 to 4 and 7 of Exclusion).

    What the multiset argument gives: each enabled node but the root, and each bucket, is a used child of an enabled
    node, by its hash and by its id as a field element. *)
Require Import ZArith List Lia.
Import ListNotations.
Open Scope Z_scope.

(** Heap ids: the root is 0, child j of node n is 16n + j + 1. *)
Definition child_id (n : Z) (j : nat) : Z := 16 * n + Z.of_nat j + 1.

(** The id at the end of a path of places, the first below the root; the number that the places are in base 16. *)
Definition id_of (path : list nat) : Z := fold_left child_id path 0.
Definition number_of (path : list nat) : Z := fold_left (fun n j => 16 * n + Z.of_nat j) path 0.

Lemma id_of_last path j : id_of (path ++ [j]) = child_id (id_of path) j.
Proof. unfold id_of. rewrite fold_left_app. reflexivity. Qed.

Lemma number_of_last path j : number_of (path ++ [j]) = 16 * number_of path + Z.of_nat j.
Proof. unfold number_of. rewrite fold_left_app. reflexivity. Qed.

Lemma id_of_nonneg path : 0 <= id_of path.
Proof.
  induction path as [| j path IH] using rev_ind; [reflexivity | rewrite id_of_last; unfold child_id; lia].
Qed.

(** A leaf's id is its level's first id and its number (leafBase + prefix / bucketRange). *)
Lemma id_of_leaf path : 15 * id_of path + 1 = 16 ^ Z.of_nat (length path) + 15 * number_of path.
Proof.
  induction path as [| j path IH] using rev_ind; [reflexivity |].
  rewrite id_of_last, number_of_last, app_length. unfold child_id. change (length [j]) with 1%nat.
  rewrite Nat2Z.inj_add, Z.pow_add_r by lia. change (16 ^ Z.of_nat 1) with 16. lia.
Qed.

(** No two paths lead to one id. *)
Lemma id_of_injective path : forall path',
  Forall (fun j => (j < 16)%nat) path -> Forall (fun j => (j < 16)%nat) path' ->
  id_of path = id_of path' -> path = path'.
Proof.
  induction path as [| j path IH] using rev_ind; intros path' H H' E.
  - destruct path' as [| j' path' _] using rev_ind; auto. exfalso.
    rewrite id_of_last in E. pose proof (id_of_nonneg path'). unfold child_id in E. change (id_of []) with 0 in E. lia.
  - destruct path' as [| j' path' _] using rev_ind.
    + exfalso. rewrite id_of_last in E. pose proof (id_of_nonneg path). unfold child_id in E.
      change (id_of []) with 0 in E. lia.
    + apply Forall_app in H, H'. destruct H as [H Hj], H' as [H' Hj']. inversion Hj; subst. inversion Hj'; subst.
      rewrite !id_of_last in E. unfold child_id in E.
      rewrite (IH path'); auto; [f_equal; f_equal; lia | lia].
Qed.

Section Chains.
Variable order : Z.
Hypothesis large : 2 ^ 57 < order.

Variables Node Hash : Type.
Variable id : Node -> Z.
Variable hash : Node -> Hash.
(** Child j of the node has this hash and is marked in the node's mask. *)
Variable used : Node -> nat -> Hash -> Prop.
(** The node takes part: its mask is not empty. *)
Variable enabled : Node -> Prop.
Variable root : Node.

Hypothesis enabled_by_mask : forall n j h, used n j h -> enabled n.
Hypothesis places : forall n j h, used n j h -> (j < 16)%nat.
Hypothesis node_id_range : forall n, enabled n -> 0 <= id n < 2 ^ 52.
Hypothesis root_id : id root = 0.

(** The pair (i, h) is offered, i as a field element. *)
Definition offered (i : Z) (h : Hash) : Prop :=
  exists n j, used n j h /\ i mod order = child_id (id n) j mod order.

Hypothesis lookup : forall n, enabled n -> n = root \/ offered (id n) (hash n).

(** A path from the root over used children. *)
Inductive hangs : list nat -> Z -> Hash -> Prop :=
| at_root : hangs [] 0 (hash root)
| below path n j h : hangs path (id n) (hash n) -> used n j h -> hangs (path ++ [j]) (child_id (id n) j) h.

(** Ids and their children are small: equal in the field, they are equal as integers. *)
Lemma no_wrap i n j h :
  0 <= i < 2 ^ 52 -> used n j h -> i mod order = child_id (id n) j mod order -> i = child_id (id n) j.
Proof.
  intros Hi Hu E. pose proof (node_id_range n (enabled_by_mask n j h Hu)). pose proof (places n j h Hu).
  unfold child_id in *.
  assert (2 ^ 57 = 32 * 2 ^ 52) by reflexivity. assert (16 < 2 ^ 52) by reflexivity.
  rewrite !Z.mod_small in E by lia. exact E.
Qed.

Theorem ids_fall i h :
  0 <= i < 2 ^ 52 -> offered i h -> exists n j, used n j h /\ i = child_id (id n) j /\ 0 <= id n < i.
Proof.
  intros Hi (n & j & Hu & E). exists n, j. rewrite (no_wrap i n j h Hi Hu E).
  pose proof (node_id_range n (enabled_by_mask n j h Hu)). unfold child_id. repeat split; auto; lia.
Qed.

Theorem every_chain_ends_at_the_root n : enabled n -> exists path, hangs path (id n) (hash n).
Proof.
  remember (id n) as i eqn:E. revert n E. pattern i. apply (well_founded_induction (Z.lt_wf 0)). clear i.
  intros i IH n E Hn. pose proof (node_id_range n Hn) as Hr. destruct (lookup n Hn) as [-> | Ho].
  - exists []. rewrite E, root_id. constructor.
  - destruct (ids_fall (id n) (hash n) Hr Ho) as (p & j & Hu & Ei & Hlt).
    destruct (IH (id p)) with (n := p) as (path & Hp); auto; [lia | eapply enabled_by_mask; eauto |].
    exists (path ++ [j]). rewrite E, Ei. apply below; auto.
Qed.

Theorem every_bucket_hangs_from_the_root i h : 0 <= i < 2 ^ 52 -> offered i h -> exists path, hangs path i h.
Proof.
  intros Hi Ho. destruct (ids_fall i h Hi Ho) as (n & j & Hu & -> & _).
  destruct (every_chain_ends_at_the_root n) as (path & Hp); [eapply enabled_by_mask; eauto |].
  exists (path ++ [j]). apply below; auto.
Qed.

(** The path is the one that the id names. *)
Lemma path_of_id path i h : hangs path i h -> i = id_of path /\ Forall (fun j => (j < 16)%nat) path.
Proof.
  induction 1 as [| path n j h Hp [E F] Hu]; [split; [reflexivity | constructor] |].
  rewrite id_of_last, <- E. split; auto. apply Forall_app. split; auto.
  constructor; [eapply places; eauto | constructor].
Qed.
End Chains.

Print Assumptions ids_fall.
Print Assumptions every_chain_ends_at_the_root.
Print Assumptions every_bucket_hangs_from_the_root.
