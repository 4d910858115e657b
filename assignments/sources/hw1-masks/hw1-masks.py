# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: locked,solution,test,points
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Homework 1: masks
#
# Dropout is one multiplication by a random mask. Which entries share a draw, and with what probability an
# entry survives, is all there is to decide. After this homework you can write that mask for a dense layer,
# for the channels of an image and for the steps of a sequence, and you know how many networks it chooses
# from.
#
# - **Builds on** the page *Inverted dropout* of the course's site (`formulas/inverted-dropout.html`).
# - **Takes** about 40 minutes. **Worth** 20 points: `keep_mask` 8, `channel_mask` 5, `locked_mask` 5,
#   `count_subnetworks` 2.
#
# **The rules**
#
# 1. `p` is the probability to **drop**; an entry of a mask is kept with probability $1 - p$, for every
#    $0 \le p \le 1$.
# 2. A mask is a numpy array that holds 1 (or `True`) where an entry is kept and 0 (or `False`) where it is
#    dropped. Booleans, integers and floats are all fine; the order of your draws is yours to choose.
# 3. All randomness comes from `rng`, a `numpy.random.Generator`: the same state of it gives the same mask,
#    and every call moves it on.
# 4. The entries of a mask are independent, unless the text says that they share a draw.
# 5. Your functions need not validate their input. A mask of the wrong shape earns none of its function's
#    points.
# 6. The hidden tests ask for masks of some half a million entries, and an answer may take ten seconds:
#    numpy needs milliseconds, a Python loop over `rng.choice` may need too long.
#
# `check(your_function)` judges an answer at once, on fresh inputs each time, and says what it saw. The hidden
# tests judge the same properties on inputs that nobody has seen.

# %% locked="setup"
import numpy as np

from dropout_course.checks import check, grade

SEED = 0  # the grader puts a secret one here

# %% [markdown]
# ## 1. A coin for every entry (8 points)
#
# *A layer answers a batch of 32 examples with 100 activations each. How many coins does dropout toss?*
#
# As many as there are activations, 3,200: every unit of every example has its own, in every forward pass.
#
# $$b_{ij} \sim \text{Bernoulli}(1 - p), \qquad P(b_{ij} = 0) = p$$
#
# A coin that lands on 0 with probability $p$ needs one uniform number $u$ in $[0, 1)$ and one comparison.
# Which one? (Think of $p = 0$ and $p = 1$.)
#
# Write `keep_mask(shape, p, rng)`. For example `keep_mask((2, 5), 0.4, rng)` may be
# `[[1, 1, 0, 1, 0], [0, 1, 1, 1, 1]]`: a (2, 5) array in which each entry is 0 with probability 0.4.


# %% solution="keep_mask"
def keep_mask(shape, p, rng):
    """Mask of ``shape``: every entry is kept (1) with probability 1 - p, independently.

    Args:
        shape: tuple of ints, of any length.
        p: probability to drop an entry.
        rng: numpy.random.Generator, the only source of randomness.
    """
    ### BEGIN SOLUTION
    return rng.random(shape) >= p
    ### END SOLUTION


# %%
check(keep_mask)

# %% test="keep_mask_form" points=2
# Zeros and ones of the shape that was asked (1 point); p = 0 keeps all, p = 1 drops all (1 point).
grade(keep_mask, "values", "edges", points=2, seed=SEED)

# %% test="keep_mask_rng" points=2
# A new mask at every call (1 point), and the same one again from the same state of rng (1 point).
grade(keep_mask, "fresh", "reproducible", points=2, seed=SEED)

# %% test="keep_mask_rate" points=2
# Hidden test (2 points): the share of dropped entries is p.
### BEGIN HIDDEN TESTS
grade(keep_mask, "rate", points=2, seed=SEED)
### END HIDDEN TESTS

# %% test="keep_mask_independent" points=2
# Hidden test (2 points): the entries are independent.
### BEGIN HIDDEN TESTS
grade(keep_mask, "independent", points=2, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. A coin for every channel (5 points)
#
# *Neighbouring pixels of a feature map say nearly the same. If dropout hides one of them, what has the next
# layer lost?*
#
# Almost nothing: it reads the neighbour. Spatial dropout therefore tosses one coin for a whole map: in an
# activation of shape $(N, C, H, W)$, example $n$ loses channel $c$ everywhere or nowhere.
#
# $$b_{nc} \sim \text{Bernoulli}(1 - p), \qquad \tilde h_{nchw} = b_{nc}\, h_{nchw}$$
#
# Write `channel_mask(shape, p, rng)`. `shape` is `(N, C, H, W)`; the answer has shape **`(N, C, 1, 1)`**, and
# broadcasting does the sharing: `channel_mask((8, 16, 28, 28), 0.2, rng)` has shape `(8, 16, 1, 1)`, tosses
# 128 coins, and can be multiplied with all 100,352 activations.


# %% solution="channel_mask"
def channel_mask(shape, p, rng):
    """Mask of shape (N, C, 1, 1) for activations of ``shape`` (N, C, H, W)."""
    ### BEGIN SOLUTION
    examples, channels = shape[:2]
    return rng.random((examples, channels, 1, 1)) >= p
    ### END SOLUTION


# %%
check(channel_mask)

# %% test="channel_mask_form" points=1
# Zeros and ones of shape (N, C, 1, 1); p = 0 keeps all, p = 1 drops all (1 point together).
grade(channel_mask, "values", "edges", points=1, seed=SEED)

# %% test="channel_mask_law" points=4
# Hidden tests (1 point each): rate, independence of examples and channels, new draws, the same draws again.
### BEGIN HIDDEN TESTS
grade(channel_mask, "rate", "independent", "fresh", "reproducible", points=4, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. A coin for a whole sequence (5 points)
#
# *A recurrent network carries a unit's memory through 50 steps. With a new mask of $p = 0.2$ at every step,
# how often does that memory come through untouched?*
#
# With probability $0.8^{50} \approx 0.000014$. A locked mask (variational dropout) is drawn once for every
# example and unit, and used at every step:
#
# $$b_{ij} \sim \text{Bernoulli}(1 - p), \qquad \tilde h_{tij} = b_{ij}\, h_{tij} \quad \text{for all } t$$
#
# Write `locked_mask(steps, batch, units, p, rng)`. The answer has shape **`(steps, batch, units)`** and all
# its steps are equal. For example `locked_mask(3, 1, 4, 0.5, rng)` may be `[[[1, 0, 0, 1]], [[1, 0, 0, 1]],
# [[1, 0, 0, 1]]]`. (`np.broadcast_to` repeats an array without copying it.)


# %% solution="locked_mask"
def locked_mask(steps, batch, units, p, rng):
    """Mask of shape (steps, batch, units): one draw for every example and unit, the same at all steps."""
    ### BEGIN SOLUTION
    return np.broadcast_to(rng.random((batch, units)) >= p, (steps, batch, units))
    ### END SOLUTION


# %%
check(locked_mask)

# %% test="locked_mask_form" points=1
# Zeros and ones of shape (steps, batch, units); p = 0 keeps all, p = 1 drops all (1 point together).
grade(locked_mask, "values", "edges", points=1, seed=SEED)

# %% test="locked_mask_locked" points=2
# All steps share one mask (2 points).
grade(locked_mask, "locked", points=2, seed=SEED)

# %% test="locked_mask_law" points=2
# Hidden tests (half a point each): rate, independence of examples and units, new draws, the same draws again.
### BEGIN HIDDEN TESTS
grade(locked_mask, "rate", "independent", "fresh", "reproducible", points=2, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. How many networks is that? (2 points)
#
# *Each mask leaves a thinner network behind. If a network has `n` units that dropout may drop, from how many
# subnetworks does it choose?*
#
# Two units already give four: both, the first, the second, none. Every unit is in or out, whatever the
# others do.
#
# Write `count_subnetworks(n)` for any $n \ge 0$. The answer is an exact Python `int`: for `n = 2` it is
# `4`, and for `n = 100` it has 31 digits, all of which count. (How many decimal digits does a float keep?)


# %% solution="count_subnetworks"
def count_subnetworks(n):
    """Number of subnetworks that masks on ``n`` units can choose, an exact int."""
    ### BEGIN SOLUTION
    return 2**n
    ### END SOLUTION


# %%
check(count_subnetworks)

# %% test="count_subnetworks_small" points=1
# Small networks (1 point).
grade(count_subnetworks, "small", points=1, seed=SEED)

# %% test="count_subnetworks_exact" points=1
# Hidden test (1 point): large networks, to the last digit.
### BEGIN HIDDEN TESTS
grade(count_subnetworks, "exact", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# **Before you hand in**: restart the kernel, run all cells, and read what each `check` says. Hand in
# this notebook under its own name, `hw1-masks.ipynb`.
