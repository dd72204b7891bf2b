(** The multiset argument (step 7 of Exclusion): two different multisets have one sum of 1 / (gamma - x) for few gammas.

    F is any field; `char` bounds the multiplicities, as the field's characteristic does. Nothing is assumed besides. *)
Require Import List Arith Lia Field.
Import ListNotations.

Section Multiset.
Variables (F : Type) (zero one : F) (add mul sub : F -> F -> F) (opp : F -> F) (div : F -> F -> F) (inv : F -> F).
Hypothesis is_field : field_theory zero one add mul sub opp div inv (@eq F).
Hypothesis eq_dec : forall x y : F, {x = y} + {x <> y}.
Add Field F_field : is_field.

Local Notation "0" := zero.
Local Notation "1" := one.
Local Infix "+" := add.
Local Infix "*" := mul.
Local Infix "-" := sub.

Fixpoint number (n : nat) : F := match n with O => 0 | S m => 1 + number m end.

Variable char : nat.
Hypothesis characteristic : forall m n, m < char -> n < char -> number m = number n -> m = n.

Lemma product_nonzero x y : x <> 0 -> y <> 0 -> x * y <> 0.
Proof. intros Hx Hy H. apply Hy. replace y with (inv x * (x * y)) by (field; assumption). rewrite H. ring. Qed.

Lemma product_zero x y : x * y = 0 -> x <> 0 -> y = 0.
Proof. intros H Hx. destruct (eq_dec y 0); auto. exfalso. apply (product_nonzero x y); auto. Qed.

Lemma difference_nonzero x y : x <> y -> x - y <> 0.
Proof. intros H E. apply H. replace x with (x - y + y) by ring. rewrite E. ring. Qed.

(** Functions that are polynomials with n coefficients. *)
Inductive Poly : nat -> (F -> F) -> Prop :=
| poly_zero f : (forall x, f x = 0) -> Poly O f
| poly_step n f g c : Poly n g -> (forall x, f x = c + x * g x) -> Poly (S n) f.

Lemma poly_wider n f : Poly n f -> Poly (S n) f.
Proof.
  induction 1 as [f H | n f g c Hg IH H].
  - apply poly_step with (g := f) (c := 0); [constructor; auto |]. intro x. rewrite H. ring.
  - apply poly_step with (g := g) (c := c); auto.
Qed.

Lemma poly_add n f g : Poly n f -> Poly n g -> Poly n (fun x => f x + g x).
Proof.
  intro H. revert g. induction H as [f H | n f f' c Hf IH H]; intros g Hg; inversion Hg; subst.
  - constructor. intro x. rewrite H, H0. ring.
  - apply poly_step with (g := fun x => f' x + g0 x) (c := c + c0); auto. intro x. rewrite H, H2. ring.
Qed.

Lemma poly_scale n f m : Poly n f -> Poly n (fun x => m * f x).
Proof.
  induction 1 as [f H | n f g c Hg IH H].
  - constructor. intro x. rewrite H. ring.
  - apply poly_step with (g := fun x => m * g x) (c := m * c); auto. intro x. rewrite H. ring.
Qed.

Lemma poly_linear n f c : Poly n f -> Poly (S n) (fun x => (x - c) * f x).
Proof.
  intro H. assert (Hw : Poly (S n) (fun x => (0 - c) * f x)) by (apply poly_wider, poly_scale; auto).
  assert (Hx : Poly (S n) (fun x => x * f x))
    by (apply poly_step with (g := f) (c := 0); auto; intro; ring).
  pose proof (poly_add _ _ _ Hx Hw) as Hs.
  assert (E : forall x, x * f x + (0 - c) * f x = (x - c) * f x) by (intro; ring).
  inversion Hs; subst. apply poly_step with (g := g) (c := c0); auto. intro x. rewrite <- E. auto.
Qed.

(** Division by (x - r) leaves the value at r. *)
Lemma poly_divide n f r : Poly (S n) f -> exists q, Poly n q /\ forall x, f x = (x - r) * q x + f r.
Proof.
  revert f. induction n as [| n IH]; intros f H; inversion H as [| ? ? g c Hg Hf]; subst.
  - exists (fun _ => 0). split; [constructor; auto |]. inversion Hg; subst. intro x. rewrite !Hf, !H0. ring.
  - destruct (IH g Hg) as (q & Hq & E). exists (fun x => g r + x * q x). split.
    + apply poly_step with (g := q) (c := g r); auto.
    + intro x. rewrite !Hf, (E x). ring.
Qed.

(** A polynomial with n coefficients and n roots is 0. *)
Lemma poly_roots n : forall f roots,
  Poly n f -> NoDup roots -> (forall x, In x roots -> f x = 0) -> n <= length roots -> forall y, f y = 0.
Proof.
  induction n as [| n IH]; intros f roots Hf Hd Hr Hl y.
  - inversion Hf; subst. auto.
  - destruct roots as [| r roots]; [simpl in Hl; lia |].
    destruct (poly_divide _ _ r Hf) as (q & Hq & E).
    assert (f r = 0) as Hfr by (apply Hr; left; auto).
    inversion Hd; subst.
    rewrite E, Hfr, (IH q roots Hq); auto; [ring | | simpl in Hl; lia].
    intros x Hx. apply product_zero with (x := x - r).
    + specialize (E x). rewrite (Hr x), Hfr in E by (right; auto). rewrite E at 1. ring.
    + apply difference_nonzero. intro. subst. contradiction.
Qed.

(** A sum of m / (gamma - c), its numerator and its denominator. *)
Definition fractions (terms : list (F * F)) (gamma : F) : F :=
  fold_right (fun t sum => snd t * inv (gamma - fst t) + sum) 0 terms.
Definition denominator (terms : list (F * F)) (x : F) : F := fold_right (fun t p => (x - fst t) * p) 1 terms.
Fixpoint numerator (terms : list (F * F)) (x : F) : F :=
  match terms with [] => 0 | t :: rest => snd t * denominator rest x + (x - fst t) * numerator rest x end.

Lemma denominator_poly terms : Poly (S (length terms)) (denominator terms).
Proof.
  induction terms as [| t rest IH]; simpl.
  - apply poly_step with (g := fun _ => 0) (c := 1); [constructor; auto | intro; simpl; ring].
  - apply (poly_linear _ _ (fst t)) in IH. exact IH.
Qed.

Lemma numerator_poly terms : Poly (length terms) (numerator terms).
Proof.
  induction terms as [| t rest IH]; simpl; [constructor; auto |].
  apply (poly_add _ (fun x => snd t * denominator rest x) (fun x => (x - fst t) * numerator rest x)).
  - apply poly_scale, denominator_poly.
  - apply poly_linear, IH.
Qed.

Lemma denominator_zero terms c : In c (map fst terms) -> denominator terms c = 0.
Proof. induction terms as [| t rest IH]; simpl; intros []; [subst | rewrite IH by auto]; ring. Qed.

Lemma denominator_nonzero terms c : ~ In c (map fst terms) -> denominator terms c <> 0.
Proof.
  induction terms as [| t rest IH]; simpl; intro H.
  - apply (F_1_neq_0 is_field).
  - apply product_nonzero; [apply difference_nonzero; intro; subst; auto | auto].
Qed.

Lemma numerator_of terms gamma :
  ~ In gamma (map fst terms) -> numerator terms gamma = fractions terms gamma * denominator terms gamma.
Proof.
  induction terms as [| t rest IH]; simpl; intro H; [ring |].
  rewrite IH by auto. field. apply difference_nonzero. intro. subst. auto.
Qed.

Lemma numerator_nonzero terms c m :
  NoDup (map fst terms) -> In (c, m) terms -> m <> 0 -> numerator terms c <> 0.
Proof.
  induction terms as [| t rest IH]; simpl; intros Hd Hin Hm; [tauto |]. inversion Hd; subst.
  destruct Hin as [-> | Hin]; simpl in *.
  - replace (m * denominator rest c + (c - c) * numerator rest c) with (m * denominator rest c) by ring.
    apply product_nonzero; auto. apply denominator_nonzero; auto.
  - assert (In c (map fst rest)) by (apply in_map_iff; exists (c, m); auto).
    rewrite denominator_zero by auto.
    replace (snd t * 0 + (c - fst t) * numerator rest c) with ((c - fst t) * numerator rest c) by ring.
    apply product_nonzero; auto. apply difference_nonzero. intro. subst. auto.
Qed.

(** With weights: a sum that is not empty is 0 for fewer gammas than it has terms. *)
Lemma weighted_bound terms gammas c m :
  NoDup (map fst terms) -> In (c, m) terms -> m <> 0 -> NoDup gammas ->
  (forall g, In g gammas -> ~ In g (map fst terms) /\ fractions terms g = 0) ->
  length gammas < length terms.
Proof.
  intros Hd Hin Hm Hg H. destruct (le_lt_dec (length terms) (length gammas)); auto. exfalso.
  apply (numerator_nonzero terms c m Hd Hin Hm).
  apply (poly_roots (length terms) (numerator terms) gammas (numerator_poly terms) Hg); auto.
  intros g Hgin. destruct (H g Hgin) as [Hout Hz]. rewrite numerator_of, Hz by auto. ring.
Qed.

Definition sum_of (values : list F) (f : F -> F) : F := fold_right (fun v sum => f v + sum) 0 values.
Definition times (values : list F) (c : F) : nat := count_occ eq_dec values c.

(** The sum of the lookup: one summand 1 / (gamma - v) for each value. *)
Definition lookup (values : list F) (gamma : F) : F := sum_of values (fun v => inv (gamma - v)).

Lemma sum_cons v values f : sum_of (v :: values) f = f v + sum_of values f.
Proof. reflexivity. Qed.

Lemma sum_zero values : sum_of values (fun _ => 0) = 0.
Proof. unfold sum_of. induction values as [| v rest IH]; simpl; [reflexivity | rewrite IH; ring]. Qed.

Lemma sum_ext values f g : (forall v, In v values -> f v = g v) -> sum_of values f = sum_of values g.
Proof.
  unfold sum_of. induction values as [| v rest IH]; simpl; intro H; auto.
  rewrite (H v), IH by auto. reflexivity.
Qed.

Lemma grouped_step places f v n : NoDup places -> In v places ->
  sum_of places (fun c => number (if eq_dec v c then S (n c) else n c) * f c) =
  f v + sum_of places (fun c => number (n c) * f c).
Proof.
  induction places as [| p rest IH]; intros Hd Hin; [destruct Hin |]. inversion Hd; subst. rewrite !sum_cons.
  destruct (eq_dec v p) as [-> | Hne].
  - rewrite (sum_ext rest _ (fun c => number (n c) * f c)); [simpl; ring |].
    intros c Hc. destruct (eq_dec p c); subst; tauto.
  - destruct Hin; [congruence |]. rewrite IH by auto. ring.
Qed.

Lemma grouped values places f : NoDup places -> (forall v, In v values -> In v places) ->
  sum_of values f = sum_of places (fun c => number (times values c) * f c).
Proof.
  intros Hd. induction values as [| v rest IH]; intro H.
  - rewrite <- (sum_zero places) at 1. apply sum_ext. intros. simpl. ring.
  - rewrite sum_cons, IH by (intros; apply H; right; auto).
    rewrite <- grouped_step by (auto; apply H; left; auto). apply sum_ext. intros c _.
    unfold times. simpl. destruct (eq_dec v c); auto.
Qed.

Definition gap (sought offered : list F) : list (F * F) :=
  map (fun c => (c, number (times sought c) - number (times offered c))) (nodup eq_dec (sought ++ offered)).

Lemma gap_places sought offered : map fst (gap sought offered) = nodup eq_dec (sought ++ offered).
Proof. unfold gap. rewrite map_map. simpl. apply map_id. Qed.

Lemma fractions_gap sought offered gamma :
  fractions (gap sought offered) gamma = lookup sought gamma - lookup offered gamma.
Proof.
  unfold lookup. set (places := nodup eq_dec (sought ++ offered)).
  assert (Hd : NoDup places) by apply NoDup_nodup.
  assert (Hin : forall v, In v sought \/ In v offered -> In v places)
    by (intros; apply nodup_In, in_app_iff; auto).
  rewrite (grouped sought places), (grouped offered places) by auto.
  unfold gap. fold places. clear Hd Hin. induction places as [| p rest IH]; [simpl; ring |].
  rewrite !sum_cons. simpl. rewrite IH. ring.
Qed.

Lemma times_below values c : length values < char -> times values c < char.
Proof. intro. unfold times. pose proof (count_occ_bound eq_dec c values). lia. Qed.

Lemma nodup_shorter (values : list F) : length (nodup eq_dec values) <= length values.
Proof. induction values as [| v rest IH]; simpl; auto. destruct (in_dec eq_dec v rest); simpl; lia. Qed.

(** The bound of the lookup: if something is sought as often as it is not offered, the two sums are equal for fewer
    gammas than there are summands. *)
Theorem lookup_bound sought offered gammas c :
  length sought < char -> length offered < char -> times sought c <> times offered c -> NoDup gammas ->
  (forall g, In g gammas -> ~ In g (sought ++ offered) /\ lookup sought g = lookup offered g) ->
  length gammas < length sought + length offered.
Proof.
  intros Hs Ho Hc Hg H.
  assert (In c (sought ++ offered)) as Hin.
  { destruct (in_dec eq_dec c (sought ++ offered)) as [| n]; auto. exfalso. apply Hc. rewrite in_app_iff in n.
    unfold times. rewrite !(proj1 (count_occ_not_In eq_dec _ _)); auto. }
  apply Nat.lt_le_trans with (length (gap sought offered)).
  - apply weighted_bound with (c := c) (m := number (times sought c) - number (times offered c)); auto.
    + rewrite gap_places. apply NoDup_nodup.
    + unfold gap. apply in_map_iff. exists c. split; auto. apply nodup_In; auto.
    + apply difference_nonzero. intro E. apply Hc, characteristic; auto using times_below.
    + intros g Hgin. destruct (H g Hgin) as [Hout E]. rewrite gap_places, fractions_gap, E. split; [| ring].
      intro. apply Hout, (nodup_In eq_dec); auto.
  - unfold gap. rewrite map_length, <- app_length. apply nodup_shorter.
Qed.

(** Equal as rational functions, equal as multisets: every value is sought as often as it is offered. *)
Theorem equal_functions_equal_multisets sought offered gammas :
  length sought < char -> length offered < char -> NoDup gammas ->
  (forall g, In g gammas -> ~ In g (sought ++ offered) /\ lookup sought g = lookup offered g) ->
  length sought + length offered <= length gammas ->
  forall c, times sought c = times offered c.
Proof.
  intros Hs Ho Hg H Hl c. destruct (Nat.eq_dec (times sought c) (times offered c)) as [| n]; auto. exfalso.
  pose proof (lookup_bound sought offered gammas c Hs Ho n Hg H). lia.
Qed.

(** Folding (id, hash) to id + delta·hash: two different pairs meet for at most one delta. *)
Theorem fold_bound id id' hash hash' delta delta' :
  (id, hash) <> (id', hash') -> id + delta * hash = id' + delta * hash' ->
  id + delta' * hash = id' + delta' * hash' -> delta = delta'.
Proof.
  intros Hne E E'. destruct (eq_dec hash hash') as [-> | Hh].
  - exfalso. apply Hne. f_equal. replace id with (id + delta * hash' - delta * hash') by ring. rewrite E. ring.
  - assert (Hz : (hash - hash') * (delta - delta') = 0).
    { replace ((hash - hash') * (delta - delta'))
        with ((id + delta * hash) - (id + delta' * hash) - (delta * hash' - delta' * hash')) by ring.
      rewrite E, E'. ring. }
    apply product_zero in Hz; [| apply difference_nonzero; auto].
    replace delta with (delta - delta' + delta') by ring. rewrite Hz. ring.
Qed.
End Multiset.

Print Assumptions lookup_bound.
Print Assumptions equal_functions_equal_multisets.
Print Assumptions fold_bound.
