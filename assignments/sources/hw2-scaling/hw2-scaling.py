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
# # Homework 2: scaling
#
# A mask makes a layer quieter. Somebody has to make up for it: test time does, or the survivors do. After
# this homework you can write both forms, the way back through one of them, and the mean and variance that
# it gives an activation; you can mend a layer that pays the wrong bill, and choose a scale for a law that
# you have not met before.
#
# - **Builds on** homework 1 and on the pages *Inverted dropout* (`formulas/inverted-dropout.html`),
#   *Classic dropout* (`formulas/classic-dropout.html`), *The backward pass* (`formulas/backward-pass.html`)
#   and *Notation and the keep_prob trap* (`formulas/notation.html`) of the course's site.
# - **Takes** about 75 minutes. **Worth** 20 points: `classic_forward` 3, `inverted_forward` 4,
#   `inverted_backward` 3, `moments` 2, `rate_from_keep_prob` 2, a layer to mend 2, a law of its own 2, and
#   a question that you answer in words 2.
#
# **The rules**
#
# 1. `p` is the probability to **drop**; an entry is kept with probability $1 - p$. Every $0 \le p \le 1$ is
#    allowed unless the text says otherwise.
# 2. `x` is a numpy array of floats, of any shape. It belongs to the caller: make a new array, do not change
#    `x`.
# 3. A mask is an array that holds `True` or 1 where an entry is kept and `False` or 0 where it is dropped.
#    Booleans, integers and floats are all fine.
# 4. All randomness comes from `rng`, a `numpy.random.Generator`: the same state of it gives the same answer,
#    and every call that draws moves it on. The order of your draws is yours to choose. Entries are
#    independent, unless the text says otherwise.
# 5. Where two values are asked for, return a pair: `return y, mask`.
# 6. Your functions need not validate their input.
#
# `check(your_function)` judges an answer at once, on fresh inputs each time, and says what it saw. The
# hidden tests judge the same properties on inputs that nobody has seen.

# %% locked="setup"
import numpy as np

from dropout_course.checks import check, grade

SEED = 0  # the grader puts a secret one here

# %% [markdown]
# ## 1. Drop, and leave it at that (3 points)
#
# *A unit says 2. Classic dropout with $p = 0.25$ keeps it in this pass. What does it say now?*
#
# Still 2. The classic form of 2014 only drops; the bill comes at test time, when every unit is multiplied
# by $1 - p$.
#
# $$y = b \, x, \qquad b \sim \text{Bernoulli}(1 - p)$$
#
# Write `classic_forward(x, p, rng)` for a pass in training. It returns `(y, mask)`, both of the shape of
# `x`. For example `classic_forward(np.array([1.0, 2.0, 3.0]), 0.5, rng)` may be `(array([1., 0., 3.]),
# array([True, False, True]))`.
#
# The backward pass will need the very mask that made `y`. It cannot be read off `y`: behind a ReLU many
# entries of `x` are 0 already, and they have coins like all others.


# %% solution="classic_forward"
def classic_forward(x, p, rng):
    """Classic dropout in training: the pair (y, mask), both of the shape of x."""
    ### BEGIN SOLUTION
    mask = rng.random(x.shape) >= p
    return x * mask, mask
    ### END SOLUTION


# %%
check(classic_forward)

# %% test="classic_forward_scale" points=1
# The units that are kept have the right size (1 point).
grade(classic_forward, "scale", points=1, seed=SEED)

# %% test="classic_forward_mask" points=0.5
# The mask is the one that made the output (half a point).
grade(classic_forward, "mask", points=0.5, seed=SEED)

# %% test="classic_forward_call" points=0.5
# New draws, the same again from the same rng, p = 0 and p = 1, x unchanged (an eighth of a point each).
grade(classic_forward, "fresh", "reproducible", "edges", "input", points=0.5, seed=SEED)

# %% test="classic_forward_law" points=1
# Hidden tests: the share of dropped entries, and their independence (half a point each).
### BEGIN HIDDEN TESTS
grade(classic_forward, "rate", "independent", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. Pay at once (4 points)
#
# *The same unit says 2, and $p = 0.75$. It is kept one time in four. What must it say then, so that its
# mean over all draws is still 2?*
#
# 8. The inverted form makes the survivors larger in training, and test time has nothing left to pay:
#
# $$y = \frac{b \, x}{1 - p}, \qquad b \sim \text{Bernoulli}(1 - p), \qquad \mathbb{E}[y] = x$$
#
# The mean is over *all* draws, so the factor depends on $p$ and not on how many entries this draw happened
# to keep. At $p = 1$ nothing survives: `y` is then 0 everywhere, and $0 / 0$ is not 0.
#
# Write `inverted_forward(x, p, rng)`. It returns `(y, mask)`; the mask holds 0 and 1, without the factor.
# For example `inverted_forward(np.array([1.0, 2.0, 3.0]), 0.5, rng)` may be `(array([2., 0., 6.]),
# array([True, False, True]))`.


# %% solution="inverted_forward"
def inverted_forward(x, p, rng):
    """Inverted dropout in training: the pair (y, mask), both of the shape of x."""
    ### BEGIN SOLUTION
    mask = rng.random(x.shape) >= p
    scale = 1 / (1 - p) if p < 1 else 0.0  # nothing survives p = 1
    return x * mask * scale, mask
    ### END SOLUTION


# %%
check(inverted_forward)

# %% test="inverted_forward_scale" points=1.5
# The units that are kept have the right size (1.5 points).
grade(inverted_forward, "scale", points=1.5, seed=SEED)

# %% test="inverted_forward_mask" points=0.5
# The mask is the one that made the output (half a point).
grade(inverted_forward, "mask", points=0.5, seed=SEED)

# %% test="inverted_forward_call" points=1
# New draws, the same again from the same rng, p = 0 and p = 1, x unchanged (a quarter of a point each).
grade(inverted_forward, "fresh", "reproducible", "edges", "input", points=1, seed=SEED)

# %% test="inverted_forward_law" points=1
# Hidden tests: the share of dropped entries, and their independence (half a point each).
### BEGIN HIDDEN TESTS
grade(inverted_forward, "rate", "independent", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. The way back (3 points)
#
# *A unit was dropped. How much does the loss change when its activation changes a little?*
#
# Not at all: nobody heard it. A unit that was kept moves `y` by $1 / (1 - p)$ for every 1 that it moves
# itself. So the gradient is multiplied by exactly what the activation was multiplied by, the same mask
# included:
#
# $$\frac{\partial L}{\partial x} = \frac{b}{1 - p} \, \frac{\partial L}{\partial y}$$
#
# Write `inverted_backward(dy, mask, p)`. `dy` and `mask` have the shape of the forward pass; the mask may
# hold booleans, integers or floats. It returns `dx`, of the same shape. For example
# `inverted_backward(np.array([1.0, 1.0, 3.0]), np.array([1, 0, 1]), 0.5)` is `array([2., 0., 6.])`. At $p =
# 1$ the mask is 0 everywhere, and so is `dx`.


# %% solution="inverted_backward"
def inverted_backward(dy, mask, p):
    """Gradient with respect to x of inverted dropout that dropped with ``mask``."""
    ### BEGIN SOLUTION
    scale = 1 / (1 - p) if p < 1 else 0.0
    return dy * mask * scale
    ### END SOLUTION


# %%
check(inverted_backward)

# %% test="inverted_backward_gradient" points=2
# Dropped units get no gradient (1 point), and kept ones dy / (1 - p) (1 point).
grade(inverted_backward, "dropped", "scaled", points=2, seed=SEED)

# %% test="inverted_backward_call" points=0.5
# p = 0 and p = 1, arguments unchanged (a quarter of a point each).
grade(inverted_backward, "ends", "input", points=0.5, seed=SEED)

# %% test="inverted_backward_kinds" points=0.5
# Hidden test (half a point): masks of booleans, integers and floats.
### BEGIN HIDDEN TESTS
grade(inverted_backward, "kinds", points=0.5, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. What the noise does (2 points)
#
# *An activation of 3 goes through inverted dropout with $p = 0.9$. How far from 3 will the answer typically
# be?*
#
# By about 9, three times the activation itself. For a fixed $x$ the output has two values: 0 with
# probability $p$, and $x / (1 - p)$ with probability $1 - p$. All you need is
#
# $$\operatorname{Var}[y] = \mathbb{E}[y^2] - \mathbb{E}[y]^2$$
#
# Write `moments(x, p)` for $0 \le p < 1$: the pair `(mean, variance)` of inverted dropout, entry by entry,
# both of the shape of `x`. Nothing is drawn. For example `moments(np.array([3.0]), 0.9)` has a mean of 3
# and a variance of 81.


# %% solution="moments"
def moments(x, p):
    """The pair (mean, variance) of inverted dropout of x, over the draws, entry by entry."""
    ### BEGIN SOLUTION
    return x.copy(), p / (1 - p) * x**2
    ### END SOLUTION


# %%
check(moments)

# %% test="moments_mean" points=1
# The mean (half a point); x unchanged (half a point).
grade(moments, "mean", "input", points=1, seed=SEED)

# %% test="moments_variance" points=1
# Hidden tests: the variance (half a point), and for p = 0 and p near 1 both (half a point).
### BEGIN HIDDEN TESTS
grade(moments, "variance", "ends", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 5. Somebody else's number (2 points)
#
# *An old program says `dropout(x, 0.9)`, and its authors were no madmen. What was the 0.9?*
#
# The probability to **keep**, as in the paper of 2014 and in TensorFlow 1. Today's frameworks, and all
# functions of this course, want the probability to drop.
#
# Write `rate_from_keep_prob(keep_prob)` for any number from 0 to 1. For example `rate_from_keep_prob(0.75)`
# is `0.25`.


# %% solution="rate_from_keep_prob"
def rate_from_keep_prob(keep_prob):
    """The drop probability p of a layer that keeps a unit with probability ``keep_prob``."""
    ### BEGIN SOLUTION
    return 1 - keep_prob
    ### END SOLUTION


# %%
check(rate_from_keep_prob)

# %% test="rate_from_keep_prob_turned" points=1
# Large and small keep probabilities (1 point).
grade(rate_from_keep_prob, "turned", points=1, seed=SEED)

# %% test="rate_from_keep_prob_ends" points=1
# Hidden test (1 point): 0, a half and 1.
### BEGIN HIDDEN TESTS
grade(rate_from_keep_prob, "ends", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=1
# ## 6. Mend a layer: the gradient of the weights (2 points)
#
# *A dense layer reads activations from which dropout has taken some. From what do its weights learn?*
#
# The forward pass is $z = (m\,x)\,W$ with $m = \text{mask} / (1 - p)$, entry by entry; `x` has shape
# (batch, in), `weights` (in, out), `mask` the shape of `x`, `dz` (batch, out). Here is the way back, as
# somebody wrote it for the layer without dropout. It runs, training gets worse, and nobody sees why:
#
# ```python
# def dense_backward(dz, x, weights, mask, p):
#     dx = dz @ weights.T
#     dweights = x.T @ dz
#     return dx, dweights
# ```
#
# Mend it. `dense_backward(dz, x, weights, mask, p)` returns the pair `(dx, dweights)`: the gradients of the
# loss with respect to `x` *before* dropout and to the weights. The mask holds booleans; at $p = 1$ both
# gradients are 0.


# %% solution="dense_backward" slot="mend" variant=1
def dense_backward(dz, x, weights, mask, p):
    """Gradients (dx, dweights) of z = (x * mask / (1 - p)) @ weights."""
    ### BEGIN SOLUTION
    multiplier = mask / (1 - p) if p < 1 else np.zeros(x.shape)
    return (dz @ weights.T) * multiplier, (x * multiplier).T @ dz
    ### END SOLUTION


# %% slot="mend" variant=1
check(dense_backward)

# %% test="dense_backward_gradients" points=1.5 slot="mend" variant=1
# The gradient of x and that of the weights (three quarters of a point each).
grade(dense_backward, "inputs", "weights", points=1.5, seed=SEED)

# %% test="dense_backward_call" points=0.5 slot="mend" variant=1
# Hidden tests: p = 0 and p = 1, arguments unchanged (a quarter of a point each).
### BEGIN HIDDEN TESTS
grade(dense_backward, "ends", "input", points=0.5, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=2
# ## 6. Mend a layer: dropping to a value (2 points)
#
# *Behind some activations 0 is a loud value, and "nothing" is, say, -0.4. A dropped unit should say that.
# What must the survivors say, so that the mean over all draws stays x?*
#
# A dropped entry says `fill`, exactly; a survivor says whatever makes $\mathbb{E}[y] = x$, for every entry.
# Here is the layer as somebody wrote it, with the factor that they remembered:
#
# ```python
# def fill_forward(x, p, fill, rng):
#     mask = rng.random(x.shape) >= p
#     y = np.where(mask, x, fill) / (1 - p)
#     return y, mask
# ```
#
# Its mean is not x, unless `fill` is 0. Mend it: `fill_forward(x, p, fill, rng)` returns the pair `(y,
# mask)`, the mask 1 or True where an entry was kept. `fill` is one number. At $p = 1$ everything says
# `fill`.


# %% solution="fill_forward" slot="mend" variant=2
def fill_forward(x, p, fill, rng):
    """Dropout to the value ``fill``, with the mean of x: the pair (y, mask)."""
    ### BEGIN SOLUTION
    mask = rng.random(x.shape) >= p
    survivors = (x - p * fill) / (1 - p) if p < 1 else x
    return np.where(mask, survivors, fill), mask
    ### END SOLUTION


# %% slot="mend" variant=2
check(fill_forward)

# %% test="fill_forward_values" points=1.5 slot="mend" variant=2
# What survivors say, and what the dropped say (three quarters of a point each).
grade(fill_forward, "survivors", "dropped", points=1.5, seed=SEED)

# %% test="fill_forward_law" points=0.5 slot="mend" variant=2
# Hidden tests: all that check looks at, eight properties (a sixteenth of a point each).
### BEGIN HIDDEN TESTS
grade(
    fill_forward,
    "survivors",
    "dropped",
    "ends",
    "input",
    "rate",
    "independent",
    "fresh",
    "reproducible",
    points=0.5,
    seed=SEED,
)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=3
# ## 6. Mend a layer: a rate for every unit (2 points)
#
# *Some units are to be dropped seldom, others often. A library stores activations with the units first:
# `x[i, n]` is what unit `i` says to example `n`. Which entries share a rate, and which share a coin?*
#
# `x` has shape (units, batch), `rates` has shape (units,): unit `i` is dropped with probability `rates[i]`,
# for every example anew, and what it says is scaled so that *its* mean stays. Here is the layer as somebody
# wrote it and tried it with as many units as examples:
#
# ```python
# def unit_rates_forward(x, rates, rng):
#     mask = rng.random(x.shape) >= rates
#     y = x * mask / (1 - rates.mean())
#     return y, mask
# ```
#
# Mend it: `unit_rates_forward(x, rates, rng)` returns the pair `(y, mask)`, both of the shape of `x`. Each
# rate may be anything from 0 to 1; a unit whose rate is 1 says 0.


# %% solution="unit_rates_forward" slot="mend" variant=3
def unit_rates_forward(x, rates, rng):
    """Inverted dropout of x (units, batch) with a rate for each unit: the pair (y, mask)."""
    ### BEGIN SOLUTION
    mask = rng.random(x.shape) >= rates[:, None]
    keep_probs = np.where(rates < 1, 1 - rates, 1)  # a unit with rate 1 is never kept
    return x * mask / keep_probs[:, None], mask
    ### END SOLUTION


# %% slot="mend" variant=3
check(unit_rates_forward)

# %% test="unit_rates_forward_values" points=1.5 slot="mend" variant=3
# Each unit's scale, and each unit's rate (three quarters of a point each).
grade(unit_rates_forward, "survivors", "rates", points=1.5, seed=SEED)

# %% test="unit_rates_forward_law" points=0.5 slot="mend" variant=3
# Hidden tests: all that check looks at, eight properties (a sixteenth of a point each).
### BEGIN HIDDEN TESTS
grade(
    unit_rates_forward,
    "survivors",
    "mask",
    "edges",
    "input",
    "rates",
    "independent",
    "fresh",
    "reproducible",
    points=0.5,
    seed=SEED,
)
### END HIDDEN TESTS

# %% [markdown] slot="law" variant=1
# ## 7. Another law: keep the size (2 points)
#
# *Inverted dropout keeps the mean of an activation, and makes it larger: the mean of its square grows. Can
# a factor keep the square instead?*
#
# Find the factor $c \ge 0$ for which $y = c\,b\,x$, with $b \sim \text{Bernoulli}(1 - p)$, satisfies
#
# $$\mathbb{E}[y^2] = x^2$$
#
# Write `size_preserving_forward(x, p, rng)` with that factor. It returns `(y, mask)` as `inverted_forward`
# does; the mask holds 0 and 1, and at $p = 1$ the output is 0 everywhere. (Its mean is no longer x. What
# you keep costs you the other.)


# %% solution="size_preserving_forward" slot="law" variant=1
def size_preserving_forward(x, p, rng):
    """Dropout that keeps E[y^2] = x^2: the pair (y, mask), both of the shape of x."""
    ### BEGIN SOLUTION
    mask = rng.random(x.shape) >= p
    scale = 1 / np.sqrt(1 - p) if p < 1 else 0.0  # (1 - p) c^2 = 1
    return x * mask * scale, mask
    ### END SOLUTION


# %% slot="law" variant=1
check(size_preserving_forward)

# %% test="size_preserving_forward_values" points=1.5 slot="law" variant=1
# The units that are kept have the right size (1.5 points).
grade(size_preserving_forward, "scale", points=1.5, seed=SEED)

# %% test="size_preserving_forward_law" points=0.5 slot="law" variant=1
# Hidden tests: all that check looks at, eight properties (a sixteenth of a point each).
### BEGIN HIDDEN TESTS
grade(
    size_preserving_forward,
    "scale",
    "mask",
    "input",
    "rate",
    "independent",
    "fresh",
    "reproducible",
    "edges",
    points=0.5,
    seed=SEED,
)
### END HIDDEN TESTS

# %% [markdown] slot="law" variant=2
# ## 7. Another law: keep exactly k (2 points)
#
# *Somebody does not trust coins: of the n units of each example exactly k are to be kept, no more and no
# fewer. By what must they be multiplied, so that the mean over all draws stays x?*
#
# `x` has shape (batch, n). In every row keep exactly `k` units, $0 \le k \le n$, every choice of k being as
# likely as every other, and rows choosing on their own. Scale what is kept so that $\mathbb{E}[y] = x$. For
# `k = 0` the output is 0 everywhere. (With what probability is a given unit kept?)
#
# Write `keep_k_forward(x, k, rng)`. It returns `(y, mask)`, the mask 1 or True where a unit was kept. The
# hidden tests ask for some 20,000 rows.


# %% solution="keep_k_forward" slot="law" variant=2
def keep_k_forward(x, k, rng):
    """Exactly k units of each row are kept, with the mean of x: the pair (y, mask)."""
    ### BEGIN SOLUTION
    n = x.shape[1]
    order = rng.random(x.shape).argsort(axis=1)  # each row in an order of its own
    mask = order < k
    return x * mask * (n / k if k > 0 else 0.0), mask
    ### END SOLUTION


# %% slot="law" variant=2
check(keep_k_forward)

# %% test="keep_k_forward_values" points=1.5 slot="law" variant=2
# Exactly k a row, and the scale (three quarters of a point each).
grade(keep_k_forward, "count", "scale", points=1.5, seed=SEED)

# %% test="keep_k_forward_law" points=0.5 slot="law" variant=2
# Hidden tests: all that check looks at, eight properties (a sixteenth of a point each).
### BEGIN HIDDEN TESTS
grade(
    keep_k_forward,
    "count",
    "scale",
    "mask",
    "edges",
    "input",
    "fresh",
    "reproducible",
    "choice",
    points=0.5,
    seed=SEED,
)
### END HIDDEN TESTS

# %% [markdown] slot="law" variant=3
# ## 7. Another law: the noise of a sum (2 points)
#
# *Spatial dropout tosses one coin for a whole channel. The next layer adds up all activations of an
# example. How noisy is that sum?*
#
# `x` has shape (N, C, H, W). All $H \times W$ activations of a channel share one coin; coins of different
# channels and examples are independent. The form is the inverted one, $0 \le p < 1$. Variances of
# independent terms add up. What are the independent terms here?
#
# Write `channel_sum_moments(x, p)`: the pair `(mean, variance)`, each of shape (N,), of the sum of all of
# an example's activations behind spatial dropout. Nothing is drawn. For example `x = np.array([[[[1.0,
# 2.0]], [[3.0, -3.0]]]])`, of shape (1, 2, 1, 2), has at $p = 0.5$ a mean of 3 and a variance of 9: the
# second channel adds nothing, whether it is dropped or not.


# %% solution="channel_sum_moments" slot="law" variant=3
def channel_sum_moments(x, p):
    """The pair (mean, variance) of each example's sum behind inverted spatial dropout, both of shape (N,)."""
    ### BEGIN SOLUTION
    channels = x.sum(axis=(2, 3))  # one term for each coin
    return channels.sum(axis=1), p / (1 - p) * (channels**2).sum(axis=1)
    ### END SOLUTION


# %% slot="law" variant=3
check(channel_sum_moments)

# %% test="channel_sum_moments_values" points=1.5 slot="law" variant=3
# The mean and the variance (three quarters of a point each).
grade(channel_sum_moments, "mean", "variance", points=1.5, seed=SEED)

# %% test="channel_sum_moments_call" points=0.5 slot="law" variant=3
# Hidden tests: p = 0 and p near 1, x unchanged (a quarter of a point each).
### BEGIN HIDDEN TESTS
grade(channel_sum_moments, "ends", "input", points=0.5, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] manual="why_scale" points=2
# ## 8. In your own words (2 points)
#
# A colleague trains with inverted dropout, $p = 0.5$. At test time their code switches dropout off *and*
# multiplies the activations by 0.5, "as in the paper". Test accuracy is as high as ever; test loss is bad.
# In at most 120 words: what mean does the next layer see in training, and what at test time? Which single
# line would you delete, and what would have had to be different in training for that line to be right? Why
# may accuracy have hidden the mistake?
#
# *Replace this cell's text by your answer.*
#
# ### BEGIN SOLUTION
# **Model answer.** In training the survivors are divided by 1 - p, so the next layer sees x on average. At
# test time the unit says x already; the further factor makes it 0.5 x, half of what the layer was trained
# on. Delete the multiplication at test time. It would be right after *classic* dropout, whose survivors are
# not scaled in training: there the mean is (1 - p) x, and test time has to match it. The paper describes
# that form; the code is the other one. In a ReLU network, without biases, halving activations scales all
# logits of an example by the same positive factor: the largest stays the largest, so accuracy is as before,
# while the probabilities come out too even and the loss suffers.
#
# **Rubric.** Half a point each: (1) means named for both times, x and 0.5 x; (2) the multiplication at test
# time is what goes, and not the scale in training; (3) it belongs to the classic form, unscaled in
# training; (4) the order of the logits is kept, wholly or nearly, while their size is not. An answer that
# mends the code by also removing the scale in training is consistent: full points if it says that this is
# the classic form.
# ### END SOLUTION

# %% [markdown]
# **Before you hand in**: restart the kernel, run all cells, and read what each `check` says. Hand in
# this notebook under its own name, `hw2-scaling.ipynb`.
