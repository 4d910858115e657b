# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: locked,solution,test,points,slot,variant,manual
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Homework 3: test time
#
# Training with dropout leaves behind a crowd of networks, and one of them has to answer. After this homework
# you can ask the crowd in three ways: in one pass, in many passes, and exactly. You know what each costs when
# a factor is forgotten, and what the spread of many passes is the spread of.
#
# - **Builds on** the pages *Test time*, *Classic dropout* and *The ensemble view* of the course's site
#   (`formulas/test-time.html`, `formulas/classic-dropout.html`, `theory/ensemble.html`).
# - **Takes** about 90 minutes. **Worth** 20 points: `dropout` 2, `classic_predict` 2, `weight_scaling` 2,
#   `mc_predict` 4, `exact_geometric_mean` 2, a layer to mend 3, passes from elsewhere 3, a question 2.
#
# **The rules**
#
# 1. `p` is the probability to **drop**, and every $0 \le p \le 1$ is allowed unless the text says otherwise.
# 2. *Inverted* dropout divides the survivors by $1 - p$ in training. *Classic* dropout leaves them as they
#    are in training, and pays at test time.
# 3. All randomness comes from `rng`, a `numpy.random.Generator`: the same state of it gives the same answer,
#    and every call that draws moves it on. Every unit of every example has a coin of its own, unless the
#    text says otherwise.
# 4. No function changes its arguments: whoever called needs them again.
# 5. Answers are numpy arrays of floats, where the text says *pair* two of them, `(mean, std)`. Your functions
#    need not validate their input.
# 6. The hidden tests ask for layers of some 600 units and 430 examples, and an answer may take ten seconds.
#
# A network is given by its lists `weights` and `biases`: `weights[i]` has shape (in, out), `biases[i]` has
# shape (out,), and between two layers stands a ReLU, $\max(0, a)$. None follows the last layer, whose output
# are the *logits*. `rates[i]` is the drop rate of **what goes into layer** `i`, so `rates[0]` acts on `x`.
#
# `check(your_function)` judges an answer at once, on fresh inputs each time, and says what it saw. The hidden
# tests judge the same properties on inputs that nobody has seen.

# %% locked="setup"
import numpy as np

from dropout_course.checks import check, grade


def softmax(logits):
    """Class probabilities of logits, whose last axis holds the classes."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


SEED = 0  # the grader puts a secret one here

# %% [markdown]
# ## 1. A layer with two lives (2 points)
#
# *The same layer is called in training and at work. What may differ between the two calls?*
#
# Everything random happens in training, and so does the scaling. At test time inverted dropout does nothing:
#
# $$y = \begin{cases} \dfrac{b\, x}{1 - p}, \quad b \sim \text{Bernoulli}(1 - p) & \text{in training} \\
# x & \text{at test time} \end{cases}$$
#
# Write `dropout(x, p, rng, training)` for an array `x` of any shape. For example
# `dropout(np.array([1.0, 2.0, 3.0]), 0.5, rng, True)` may be `[2.0, 0.0, 6.0]`. (What is left at $p = 1$? And
# at $p = 1$ at test time?)


# %% solution="dropout"
def dropout(x, p, rng, training):
    """Inverted dropout of ``x``: the output, of the same shape.

    Args:
        x: activations, an array of floats.
        p: probability to drop an entry.
        rng: numpy.random.Generator, the only source of randomness.
        training: True in training, False at test time.
    """
    ### BEGIN SOLUTION
    if not training:
        return x
    if p == 1:
        return np.zeros_like(x)
    return x * (rng.random(x.shape) >= p) / (1 - p)
    ### END SOLUTION


# %%
check(dropout)

# %% test="dropout_values" points=1
# Survivors are divided by 1 - p, test time gives x, p = 0 and p = 1, x is not changed (1/4 point each).
grade(dropout, "scale", "test", "edges", "input", points=1, seed=SEED)

# %% test="dropout_law" points=1
# Hidden tests (1/4 point each): rate, independence, new draws, the same draws again.
### BEGIN HIDDEN TESTS
grade(dropout, "rate", "independent", "fresh", "reproducible", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. The bill of the classic form (2 points)
#
# *A classic layer was trained with $p = 0.8$: the next layer heard one unit in five, at its own level. Now
# all five speak at once. How loud?*
#
# Five times as loud as in training on average, unless the test pass turns them down to the mean of what was
# heard:
#
# $$y = \mathbb{E}[b\, x] = (1 - p)\, x$$
#
# Write `classic_predict(x, p)`, the test pass of a classic layer for an array `x` of any shape. For example
# `classic_predict(np.array([5.0, -10.0]), 0.8)` is `[1.0, -2.0]`.


# %% solution="classic_predict"
def classic_predict(x, p):
    """What a layer gives at test time after classic training with drop rate ``p``."""
    ### BEGIN SOLUTION
    return (1 - p) * x
    ### END SOLUTION


# %%
check(classic_predict)

# %% test="classic_predict_scale" points=1
# The mean of what was heard in training (1 point).
grade(classic_predict, "scale", points=1, seed=SEED)

# %% test="classic_predict_edges" points=1
# Hidden tests (half a point each): p = 0 and p = 1; x is not changed.
### BEGIN HIDDEN TESTS
grade(classic_predict, "edges", "input", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. A whole network in one pass (2 points)
#
# *Three layers, three drop rates, classic training. How many factors does the test pass need, and where?*
#
# One at each layer's input, where units went missing. The biases were never dropped:
#
# $$h_0 = x, \qquad a_i = \bigl((1 - p_i)\, h_i\bigr) W_i + c_i, \qquad h_{i+1} = \max(0, a_i)$$
#
# with the weights $W_i$ and biases $c_i$ of layer $i$. The logits are the last $a_i$. Srivastava et al. scale
# the weights, $(1 - p_i) W_i$, once after training, which is the same. Hence the name.
#
# Write `weight_scaling(weights, biases, rates, x)` for any number of layers. `x` has shape (batch, in), the
# logits have shape (batch, classes).


# %% solution="weight_scaling"
def weight_scaling(weights, biases, rates, x):
    """Logits of a ReLU network at test time, after classic training with these drop rates."""
    ### BEGIN SOLUTION
    h = x
    for i in range(len(weights)):
        a = (1 - rates[i]) * h @ weights[i] + biases[i]
        h = np.maximum(a, 0)
    return a
    ### END SOLUTION


# %%
check(weight_scaling)

# %% test="weight_scaling_layer" points=1
# One layer (half a point); weights, biases and x are not changed (half a point).
grade(weight_scaling, "layer", "input", points=1, seed=SEED)

# %% test="weight_scaling_network" points=1
# Hidden tests (half a point each): several layers, each with its rate; rates of 0 and 1.
### BEGIN HIDDEN TESTS
grade(weight_scaling, "network", "edges", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. The crowd, pass by pass (4 points)
#
# *Ask the same image twice with dropout left on: two answers. Ask it fifty times: what do you report?*
#
# Their mean, and how far they differ. Pass $t$ draws fresh masks for every layer's input and every example,
# and ends in a softmax. The network was trained with *inverted* dropout:
#
# $$q_t = \operatorname{softmax}(z_{b_t}), \qquad \bar q = \frac{1}{T} \sum_{t=1}^{T} q_t, \qquad
# s = \sqrt{\frac{1}{T} \sum_{t=1}^{T} (q_t - \bar q)^2}$$
#
# with $z_{b_t}$ the logits under the masks $b_t$ of pass $t$, and $T$ the argument `passes`, at least 1. For
# every example and class, $s$ describes these $T$ passes themselves, so it divides by $T$ (`ddof=0`) and is 0
# for a single pass.
#
# Write `mc_predict(weights, biases, rates, x, rng, passes)`. It returns the pair `(mean, std)`, both of shape
# (batch, classes). Your `dropout` of question 1 may help, or not: a mistake there would cost points here.


# %% solution="mc_predict"
def mc_predict(weights, biases, rates, x, rng, passes):
    """Mean and standard deviation of the class probabilities over so many passes with dropout on."""
    ### BEGIN SOLUTION
    answers = []
    for _ in range(passes):
        h = x
        for weight, bias, p in zip(weights, biases, rates, strict=True):
            keep = rng.random(h.shape) >= p
            a = (h * keep / (1 - p) if p < 1 else 0 * h) @ weight + bias
            h = np.maximum(a, 0)
        answers.append(softmax(a))
    return np.mean(answers, axis=0), np.std(answers, axis=0)
    ### END SOLUTION


# %%
check(mc_predict)

# %% test="mc_predict_passes" points=1
# Each pass is a member of the crowd; passes differ; rates of 0 and 1; nothing is changed (1/4 point each).
grade(mc_predict, "member", "passes", "edges", "input", points=1, seed=SEED)

# %% test="mc_predict_mean" points=2
# Hidden tests (1 point each): the mean of the passes, and their standard deviation.
### BEGIN HIDDEN TESTS
grade(mc_predict, "mean", "spread", points=2, seed=SEED)
### END HIDDEN TESTS

# %% test="mc_predict_law" points=1
# Hidden tests (1/4 point each): rate, independence, new draws, the same draws again.
### BEGIN HIDDEN TESTS
grade(mc_predict, "rate", "independent", "fresh", "reproducible", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. All members at once (2 points)
#
# *A linear softmax has six inputs that classic dropout may drop: 64 members. Must you run all of them to know
# what they say together?*
#
# Member $b$ is drawn with probability $P_b$ and answers $q_b = \operatorname{softmax}\bigl((b \odot x) W +
# c\bigr)$. Let each vote count as often as it is drawn, and multiply:
#
# $$P_b = \prod_j (1 - p)^{b_j}\, p^{1 - b_j}, \qquad
# q(k) = \frac{\prod_b q_b(k)^{P_b}}{\sum_l \prod_b q_b(l)^{P_b}}$$
#
# Write `exact_geometric_mean(W, b, x, p)`, the class probabilities $q$ for every row of `x`. Here `W` has
# shape (in, classes), `x` has shape (batch, in) with at most seven columns, and the answer has shape (batch,
# classes). The argument `b` is no mask but the bias, $c$ in the formula, of shape (classes,). You may
# enumerate all $2^{\text{in}}$ masks, or take a logarithm of the formula first and see what is left of it.


# %% solution="exact_geometric_mean"
def exact_geometric_mean(W, b, x, p):
    """Renormalised geometric mean of a linear softmax over all classic masks of its inputs."""
    ### BEGIN SOLUTION
    return softmax((1 - p) * x @ W + b)
    ### END SOLUTION


# %%
check(exact_geometric_mean)

# %% test="exact_geometric_mean_sum" points=1
# Each example's classes sum to 1 (half a point); W, b and x are not changed (half a point).
grade(exact_geometric_mean, "sum", "input", points=1, seed=SEED)

# %% test="exact_geometric_mean_law" points=1
# Hidden tests (half a point each): the geometric mean over all masks; p = 0 and p = 1.
### BEGIN HIDDEN TESTS
grade(exact_geometric_mean, "geometric", "edges", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=1
# ## 6. Mend a layer that whispers (3 points)
#
# *A unit that is hit need not fall silent. What if it only speaks more softly?*
#
# This layer leaves a share $r$, the argument `rest`, of a unit that is hit, $0 < r < 1$. It runs, and it is
# wrong in two places:
#
# ```python
# def shrink_dropout(x, p, rest, rng, training):
#     keep = rng.random(x.shape) >= p
#     if not training:
#         return x * (1 - p)
#     return np.where(keep, x, rest * x) / (1 - p)
# ```
#
# Mend it. In training a unit of `x`, of shape (batch, units), is hit with probability $p$, $0 \le p < 1$,
# each on its own, and then gives exactly $r\,x$. One that is spared gives whatever makes the **mean output**
# $x$. At test time the output is $x$. For example, with $p = 0.5$ and $r = 0.2$, an $x$ of $1$ becomes $0.2$
# or $1.8$.


# %% solution="shrink_dropout" slot="mend" variant=1
def shrink_dropout(x, p, rest, rng, training):
    """Dropout that leaves ``rest`` of a unit that is hit."""
    ### BEGIN SOLUTION
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, x * (1 - p * rest) / (1 - p), rest * x)
    ### END SOLUTION


# %% slot="mend" variant=1
check(shrink_dropout)

# %% test="shrink_dropout_test_time" points=1 slot="mend" variant=1
# Test time gives x (half a point); x is not changed (half a point).
grade(shrink_dropout, "test", "input", points=1, seed=SEED)

# %% test="shrink_dropout_values" points=1 slot="mend" variant=1
# Hidden tests (half a point each): the mean of training is x; p = 0.
### BEGIN HIDDEN TESTS
grade(shrink_dropout, "values", "edges", points=1, seed=SEED)
### END HIDDEN TESTS

# %% test="shrink_dropout_law" points=1 slot="mend" variant=1
# Hidden tests (1/4 point each): rate, independence, new draws, the same draws again.
### BEGIN HIDDEN TESTS
grade(shrink_dropout, "rate", "independent", "fresh", "reproducible", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=2
# ## 6. Mend a layer that fills in (3 points)
#
# *For some activations 0 is not "nothing said". What if a unit that is hit shall give another value?*
#
# This layer fills in the number `fill`. It runs, and it is wrong in two places:
#
# ```python
# def fill_dropout(x, p, fill, rng, training):
#     keep = rng.random(x.shape) >= p
#     if not training:
#         return (1 - p) * x + p * fill
#     return np.where(keep, x / (1 - p), fill)
# ```
#
# Mend it. In training a unit of `x`, of shape (batch, units), is hit with probability $p$, $0 \le p < 1$,
# each on its own, and then gives exactly `fill`. One that is spared gives whatever makes the **mean output**
# $x$. At test time the output is $x$. For example, with $p = 0.5$ and a `fill` of $-1$, an $x$ of $1$ becomes
# $-1$ or $3$.


# %% solution="fill_dropout" slot="mend" variant=2
def fill_dropout(x, p, fill, rng, training):
    """Dropout that puts ``fill`` in the place of a unit that is hit."""
    ### BEGIN SOLUTION
    if not training:
        return x
    keep = rng.random(x.shape) >= p
    return np.where(keep, (x - p * fill) / (1 - p), fill)
    ### END SOLUTION


# %% slot="mend" variant=2
check(fill_dropout)

# %% test="fill_dropout_test_time" points=1 slot="mend" variant=2
# Test time gives x (half a point); x is not changed (half a point).
grade(fill_dropout, "test", "input", points=1, seed=SEED)

# %% test="fill_dropout_values" points=1 slot="mend" variant=2
# Hidden tests (half a point each): the mean of training is x; p = 0.
### BEGIN HIDDEN TESTS
grade(fill_dropout, "values", "edges", points=1, seed=SEED)
### END HIDDEN TESTS

# %% test="fill_dropout_law" points=1 slot="mend" variant=2
# Hidden tests (1/4 point each): rate, independence, new draws, the same draws again.
### BEGIN HIDDEN TESTS
grade(fill_dropout, "rate", "independent", "fresh", "reproducible", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=3
# ## 6. Mend a layer on a seesaw (3 points)
#
# *Every unit has a partner. When one is hit, the other shall speak: what may each of them say?*
#
# The partners of this layer are unit $j$ of the first half and unit $j$ of the second half of `x`, of shape
# (batch, units) with an even number of units. It runs, and it is wrong in two places:
#
# ```python
# def seesaw_dropout(x, p, rng, training):
#     if not training:
#         return x
#     keep = rng.random((len(x), x.shape[1] // 2)) >= p
#     return x * np.concatenate([keep, keep], axis=1) / (1 - p)
# ```
#
# Mend it. In training a unit of the **first** half is hit with probability $p$, $0 < p < 1$, each on its own,
# and gives 0. Its partner is hit exactly when it is spared. A unit that is spared gives whatever makes the
# **mean output** $x$. At test time the output is $x$. For example, with $p = 0.2$, the partners $(1, 1)$
# become $(1.25, 0)$ or $(0, 5)$.


# %% solution="seesaw_dropout" slot="mend" variant=3
def seesaw_dropout(x, p, rng, training):
    """Dropout that hits one of every two partners."""
    ### BEGIN SOLUTION
    if not training:
        return x
    keep = rng.random((len(x), x.shape[1] // 2)) >= p
    return x * np.concatenate([keep / (1 - p), ~keep / p], axis=1)
    ### END SOLUTION


# %% slot="mend" variant=3
check(seesaw_dropout)

# %% test="seesaw_dropout_test_time" points=1 slot="mend" variant=3
# Test time gives x (half a point); x is not changed (half a point).
grade(seesaw_dropout, "test", "input", points=1, seed=SEED)

# %% test="seesaw_dropout_values" points=1 slot="mend" variant=3
# Hidden tests (half a point each): the mean of training is x; of two partners exactly one is hit.
### BEGIN HIDDEN TESTS
grade(seesaw_dropout, "values", "partners", points=1, seed=SEED)
### END HIDDEN TESTS

# %% test="seesaw_dropout_law" points=1 slot="mend" variant=3
# Hidden tests (1/4 point each), first half: rate, independence, new draws, the same draws again.
### BEGIN HIDDEN TESTS
grade(seesaw_dropout, "rate", "independent", "fresh", "reproducible", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="collect" variant=1
# ## 7. Passes from elsewhere: another layout (3 points)
#
# *Somebody else made the passes, and stored them their own way. Whose are the neighbours of a number?*
#
# `logits` has shape **(classes, batch * passes)**: a class in every row, and in the columns first all passes
# of example 0, then all passes of example 1, and so on. With two passes the columns belong to the examples
# $0, 0, 1, 1, 2, 2, \dots$
#
# Write `unpack_passes(logits, passes)`: the pair `(mean, std)` of the class **probabilities** over the
# passes, both of shape **(batch, classes)**, with `ddof=0`.


# %% solution="unpack_passes" slot="collect" variant=1
def unpack_passes(logits, passes):
    """Mean and standard deviation over the passes of logits of shape (classes, batch * passes)."""
    ### BEGIN SOLUTION
    q = softmax(logits.T).reshape(-1, passes, len(logits))
    return q.mean(axis=1), q.std(axis=1)
    ### END SOLUTION


# %% slot="collect" variant=1
check(unpack_passes)

# %% test="unpack_passes_mean" points=1 slot="collect" variant=1
# The mean (half a point); logits are not changed (half a point).
grade(unpack_passes, "mean", "input", points=1, seed=SEED)

# %% test="unpack_passes_spread" points=2 slot="collect" variant=1
# Hidden tests (1 point each): the standard deviation; a single pass.
### BEGIN HIDDEN TESTS
grade(unpack_passes, "spread", "few", points=2, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="collect" variant=2
# ## 7. Passes from elsewhere: one more (3 points)
#
# *A thousand passes over a million images do not fit into your memory. What must you keep of them to go on?*
#
# Three things: their mean, their standard deviation and their number. Then comes one more pass, with logits
# of shape (batch, classes).
#
# Write `add_pass(mean, std, passes, logits)`: the pair `(mean, std)` of the class probabilities over **all
# `passes + 1` passes**, both of shape (batch, classes), with `ddof=0`. Before the first pass `passes` is 0,
# and `mean` and `std` hold zeros. (What do mean and standard deviation say about the mean of the squares?)


# %% solution="add_pass" slot="collect" variant=2
def add_pass(mean, std, passes, logits):
    """Mean and standard deviation over ``passes`` passes and one more, with these logits."""
    ### BEGIN SOLUTION
    q = softmax(logits)
    new_mean = mean + (q - mean) / (passes + 1)
    variance = (passes * std**2 + (q - mean) * (q - new_mean)) / (passes + 1)
    return new_mean, np.sqrt(variance)
    ### END SOLUTION


# %% slot="collect" variant=2
check(add_pass)

# %% test="add_pass_mean" points=1 slot="collect" variant=2
# The mean (half a point); mean, std and logits are not changed (half a point).
grade(add_pass, "mean", "input", points=1, seed=SEED)

# %% test="add_pass_spread" points=2 slot="collect" variant=2
# Hidden tests (1 point each): the standard deviation; the first pass and the second.
### BEGIN HIDDEN TESTS
grade(add_pass, "spread", "few", points=2, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="collect" variant=3
# ## 7. Passes from elsewhere: two machines (3 points)
#
# *Two machines made passes over the same examples, not equally many. Each reports a mean and a standard
# deviation. What would one machine have reported?*
#
# Machine a made `passes_a` passes and reports `mean_a` and `std_a`, arrays of shape (batch, classes), with
# `ddof=0`; machine b likewise. A machine that made no pass reports zeros; at least one of them made one.
#
# Write `merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b)`: the pair `(mean, std)` over **all**
# passes, with `ddof=0`. (What do mean and standard deviation say about the mean of the squares?)


# %% solution="merge_passes" slot="collect" variant=3
def merge_passes(mean_a, std_a, passes_a, mean_b, std_b, passes_b):
    """Mean and standard deviation over the passes of two machines."""
    ### BEGIN SOLUTION
    share = passes_a / (passes_a + passes_b)
    mean = share * mean_a + (1 - share) * mean_b
    within = share * std_a**2 + (1 - share) * std_b**2
    between = share * (1 - share) * (mean_a - mean_b) ** 2
    return mean, np.sqrt(within + between)
    ### END SOLUTION


# %% slot="collect" variant=3
check(merge_passes)

# %% test="merge_passes_mean" points=1 slot="collect" variant=3
# The mean (half a point); no argument is changed (half a point).
grade(merge_passes, "mean", "input", points=1, seed=SEED)

# %% test="merge_passes_spread" points=2 slot="collect" variant=3
# Hidden tests (1 point each): the standard deviation; machines with no pass, or with one.
### BEGIN HIDDEN TESTS
grade(merge_passes, "spread", "few", points=2, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] manual="what_passes_buy" points=2
# ## 8. What did the passes buy? (2 points)
#
# *A person reads this one.*
#
# A network of yours is right on 90.0% of the test images with dropout off, and on 90.0% with the mean of
# fifty passes. The loss falls from 0.36 to 0.31. A colleague concludes: "Fifty passes know more than one. Let
# us ship them, and use the standard deviation to reject the images that the network gets wrong."
#
# In at most eight sentences: how can the loss fall while not one more image is right? What cheaper change may
# give the same gain, and how would you find out whether it does? What must you measure before the standard
# deviation may reject anything?
#
# ### BEGIN SOLUTION
# **Model answer.** Accuracy asks only which class is largest, the loss also how sure the network is. A mean
# of passes that disagree is flatter than the answer with dropout off, which is nearly their geometric mean;
# so where the network is too sure of itself, its mistakes cost less, and no largest class need change.
# Dividing the logits by one temperature flattens the answers, too, at the price of one pass: fit it on
# validation images, and compare the loss on test images with that of the fifty passes, in a paired comparison
# over several trained networks. The standard deviation says how far the members disagree, not how often they
# are wrong. On held-out images one must look whether rejecting by it leaves fewer mistakes than rejecting as
# many images by the confidence of a single pass does; images of another kind need a test of their own.
#
# **Rubric**, half a point each:
#
# - The loss depends on confidence and accuracy does not; the mean of passes is less confident.
# - A temperature (or another calibration of a single pass) as the cheaper change.
# - A fair comparison: the temperature is fitted on other images than those of the comparison.
# - The spread is disagreement, not error: it must be shown on held-out images to find the mistakes, better
#   than the confidence that one pass gives for nothing.
# ### END SOLUTION

# %% [markdown]
# **Before you hand in**: restart the kernel, run all cells, and read what each `check` says. Hand in
# this notebook under its own name, `hw3-test-time.ipynb`.
