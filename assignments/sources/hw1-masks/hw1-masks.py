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
# # Homework 1: masks
#
# Dropout is one multiplication by a random mask. Which entries share a draw, and with what probability an
# entry survives, is all there is to decide. After this homework you can write that mask for a dense layer,
# for the channels of an image and for the steps of a sequence, and you know how many networks it chooses
# from. You can also mend a mask that shares the wrong draws, and read one that somebody else wrote down.
#
# - **Builds on** the page *Inverted dropout* of the course's site (`formulas/inverted-dropout.html`).
# - **Takes** about 60 minutes. **Worth** 20 points: `keep_mask` 6, `channel_mask` 3, `locked_mask` 3,
#   `count_subnetworks` 2, a mask to mend 2, a mask to read 2, and a question that you answer in words 2.
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
# ## 1. A coin for every entry (6 points)
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

# %% test="keep_mask_form" points=1
# Zeros and ones of the shape that was asked; p = 0 keeps all, p = 1 drops all (half a point each).
grade(keep_mask, "values", "edges", points=1, seed=SEED)

# %% test="keep_mask_rng" points=1
# A new mask at every call, and the same one again from the same state of rng (half a point each).
grade(keep_mask, "fresh", "reproducible", points=1, seed=SEED)

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
# ## 2. A coin for every channel (3 points)
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

# %% test="channel_mask_law" points=2
# Hidden tests (half a point each): rate, independence of examples and channels, new draws, the same again.
### BEGIN HIDDEN TESTS
grade(channel_mask, "rate", "independent", "fresh", "reproducible", points=2, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. A coin for a whole sequence (3 points)
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

# %% test="locked_mask_locked" points=1
# All steps share one mask (1 point).
grade(locked_mask, "locked", points=1, seed=SEED)

# %% test="locked_mask_law" points=1
# Hidden tests (a quarter each): rate, independence of examples and units, new draws, the same draws again.
### BEGIN HIDDEN TESTS
grade(locked_mask, "rate", "independent", "fresh", "reproducible", points=1, seed=SEED)
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

# %% [markdown] slot="mend" variant=1
# ## 5. Mend a mask: thrown with a die (2 points)
#
# *A device has no uniform numbers, only fair dice. Which faces must drop an entry, so that 2 of 6 do?*
#
# A die has the faces 1, 2, ..., `sides`, all equally likely. Every entry of the mask has a throw of its own
# and is dropped where the die shows one of the first `hits` faces. So $p$ is `hits / sides`, exactly. Here
# is the mask as somebody wrote it; with 2 of 6 faces it drops one entry in five:
#
# ```python
# def dice_mask(shape, hits, sides, rng):
#     faces = rng.integers(1, sides, shape)
#     return faces >= hits
# ```
#
# Mend it: `dice_mask(shape, hits, sides, rng)` for any `shape`, `sides` $\ge 1$ and $0 \le$ `hits` $\le$
# `sides`. With 0 hits everything is kept, with as many hits as sides nothing is. The hidden tests throw dice
# with some thousand sides, too.


# %% solution="dice_mask" slot="mend" variant=1
def dice_mask(shape, hits, sides, rng):
    """Mask of ``shape``: an entry is dropped where a fair die with ``sides`` faces shows 1, ..., hits."""
    ### BEGIN SOLUTION
    faces = rng.integers(1, sides + 1, shape)
    return faces > hits
    ### END SOLUTION


# %% slot="mend" variant=1
check(dice_mask)

# %% test="dice_mask_rate" points=1 slot="mend" variant=1
# The share of dropped entries is hits / sides (1 point).
grade(dice_mask, "rate", points=1, seed=SEED)

# %% test="dice_mask_law" points=1 slot="mend" variant=1
# Hidden tests (a quarter each): 0 hits and as many as sides, independence, new draws, the same draws again.
### BEGIN HIDDEN TESTS
grade(dice_mask, "edges", "independent", "fresh", "reproducible", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=2
# ## 5. Mend a mask: groups of units (2 points)
#
# *Four units of a layer compute one thing together. If dropout shall take it away, what must it take?*
#
# All four. The units of a layer come in groups of `size`, side by side: with `size = 2`, units 0 and 1 are a
# group, units 2 and 3 the next. Each example tosses one coin for each group. Here is the mask as somebody
# wrote it, and never looked at:
#
# ```python
# def group_mask(batch, units, size, p, rng):
#     coins = rng.random((1, units // size)) >= p
#     return np.tile(coins, (batch, size))
# ```
#
# Which entries share a draw here, and which of them should? Mend it: `group_mask(batch, units, size, p, rng)`
# returns a mask of shape **`(batch, units)`**; `units` is a multiple of `size`. For example `group_mask(2, 6,
# 2, 0.5, rng)` may be `[[1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1]]`.


# %% solution="group_mask" slot="mend" variant=2
def group_mask(batch, units, size, p, rng):
    """Mask of shape (batch, units): one draw for each example and each group of ``size`` neighbours."""
    ### BEGIN SOLUTION
    coins = rng.random((batch, units // size)) >= p
    return np.repeat(coins, size, axis=1)
    ### END SOLUTION


# %% slot="mend" variant=2
check(group_mask)

# %% test="group_mask_grouped" points=1 slot="mend" variant=2
# Zeros and ones, the same for all units of a group (1 point).
grade(group_mask, "grouped", points=1, seed=SEED)

# %% test="group_mask_law" points=1 slot="mend" variant=2
# Hidden tests (a fifth each): p = 0 and 1, rate, independence of examples and groups, new draws, the same
# draws again.
### BEGIN HIDDEN TESTS
grade(group_mask, "edges", "rate", "independent", "fresh", "reproducible", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=3
# ## 5. Mend a mask: many workers (2 points)
#
# *Eight machines train on one batch, an eighth each. All start with the seed of the run. What do their masks
# have in common?*
#
# Everything, the way somebody wrote it:
#
# ```python
# def worker_mask(worker, shape, p, seed):
#     rng = np.random.default_rng(seed)
#     return rng.random(shape) >= p
# ```
#
# Mend it. The machines are numbered `worker = 0, 1, 2, ...`, fewer than 100, and `seed` is any integer $\ge
# 0$. Here no `rng` is given: the mask depends on `worker` and `seed` and on nothing else, so that a run can
# be repeated. The masks of different workers are independent of one another, and so are those of **runs with
# different seeds**: seed 5's worker 1 has nothing in common with seed 6's worker 0. (What may
# `np.random.default_rng` be given besides a single number?)


# %% solution="worker_mask" slot="mend" variant=3
def worker_mask(worker, shape, p, seed):
    """Mask of ``shape`` for one of many workers in the run with this seed; kept with probability 1 - p."""
    ### BEGIN SOLUTION
    rng = np.random.default_rng([seed, worker])
    return rng.random(shape) >= p
    ### END SOLUTION


# %% slot="mend" variant=3
check(worker_mask)

# %% test="worker_mask_apart" points=1 slot="mend" variant=3
# Zeros and ones, others for every worker and for every seed (1 point).
grade(worker_mask, "apart", points=1, seed=SEED)

# %% test="worker_mask_law" points=1 slot="mend" variant=3
# Hidden tests (a quarter each): p = 0 and 1, rate, independence of entries and workers, the same mask again.
### BEGIN HIDDEN TESTS
grade(worker_mask, "edges", "rate", "independent", "reproducible", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="read" variant=1
# ## 6. Somebody else's mask: bits (2 points)
#
# *A mask of a million entries needs no million bytes. How many does it need?*
#
# An eighth of that. An old program stored its masks as `np.packbits` makes them, eight units to a byte, the
# **first unit in the highest bit** (128), the second in the next (64), and so on. Every example begins with a
# new byte; where its last byte has bits to spare, those at the end are 0 and mean nothing. And a bit of 1
# says that the unit was **dropped**.
#
# Write `mask_from_bits(bits, units)`. `bits` is an array of `uint8` of shape (batch, bytes); the answer is
# our mask, 1 or `True` where kept, of shape **`(batch, units)`**. For example `[[160, 128]]` holds the bits
# 10100000 10000000. With `units = 9` that is one example that lost its first, third and ninth unit: `[[0, 1,
# 0, 1, 1, 1, 1, 1, 0]]`. Leave `bits` as it is.


# %% solution="mask_from_bits" slot="read" variant=1
def mask_from_bits(bits, units):
    """Our mask, (batch, units), from packed bits that are 1 where a unit was dropped."""
    ### BEGIN SOLUTION
    dropped = np.unpackbits(bits, axis=1)[:, :units]
    return dropped == 0
    ### END SOLUTION


# %% slot="read" variant=1
check(mask_from_bits)

# %% test="mask_from_bits_read" points=1 slot="read" variant=1
# Every entry is read as it was written (1 point).
grade(mask_from_bits, "read", points=1, seed=SEED)

# %% test="mask_from_bits_ends" points=1 slot="read" variant=1
# Hidden tests: masks that keep all or drop all; bits unchanged (half a point each).
### BEGIN HIDDEN TESTS
grade(mask_from_bits, "ends", "input", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="read" variant=2
# ## 6. Somebody else's mask: lists (2 points)
#
# *At $p = 0.01$ nearly every entry of a mask is 1. What would you write down instead?*
#
# What is missing. An old program, whose authors counted from 1, stored for each example the list of the
# numbers of its **dropped** units, in no particular order. Some lists are empty.
#
# Write `mask_from_dropped(dropped, units)`. `dropped` is a list with a list of ints for each example; the
# answer is our mask, 1 or `True` where kept, of shape **`(batch, units)`**. For example
# `mask_from_dropped([[4, 1], []], 4)` is `[[0, 1, 1, 0], [1, 1, 1, 1]]`. Leave `dropped` as it is.


# %% solution="mask_from_dropped" slot="read" variant=2
def mask_from_dropped(dropped, units):
    """Our mask, (batch, units), from each example's list of dropped units, counted from 1."""
    ### BEGIN SOLUTION
    mask = np.ones((len(dropped), units))
    for example, numbers in enumerate(dropped):
        for number in numbers:
            mask[example, number - 1] = 0
    return mask
    ### END SOLUTION


# %% slot="read" variant=2
check(mask_from_dropped)

# %% test="mask_from_dropped_read" points=1 slot="read" variant=2
# Every entry is read as it was written (1 point).
grade(mask_from_dropped, "read", points=1, seed=SEED)

# %% test="mask_from_dropped_ends" points=1 slot="read" variant=2
# Hidden tests: masks that keep all or drop all; the lists unchanged (half a point each).
### BEGIN HIDDEN TESTS
grade(mask_from_dropped, "ends", "input", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="read" variant=3
# ## 6. Somebody else's mask: runs (2 points)
#
# *In the mask 1 1 1 1 1 0 0 1 1 1 1 nothing happens most of the time. Where does something happen?*
#
# Where kept turns to dropped, or back. An old program went along the first example, then along the next and
# so on, as if they were one long row, and wrote down how long each run of equal entries is. The **first run
# is of kept entries**; where a mask begins with a dropped one, the length of that run is 0. A run may begin
# in one example and end in the next.
#
# Write `mask_from_runs(runs, units)`. `runs` is a list of ints; the answer is our mask, 1 or `True` where
# kept, of shape **`(batch, units)`**, with as many examples as the runs fill. For example
# `mask_from_runs([2, 3, 1], 3)` is `[[1, 1, 0], [0, 0, 1]]`. Leave `runs` as it is.


# %% solution="mask_from_runs" slot="read" variant=3
def mask_from_runs(runs, units):
    """Our mask, (batch, units), from lengths of runs along its rows: kept, dropped, kept, and so on."""
    ### BEGIN SOLUTION
    kept = np.arange(len(runs)) % 2 == 0
    return np.repeat(kept, runs).reshape(-1, units)
    ### END SOLUTION


# %% slot="read" variant=3
check(mask_from_runs)

# %% test="mask_from_runs_read" points=1 slot="read" variant=3
# Every entry is read as it was written (1 point).
grade(mask_from_runs, "read", points=1, seed=SEED)

# %% test="mask_from_runs_ends" points=1 slot="read" variant=3
# Hidden tests: masks that keep all or drop all; the runs unchanged (half a point each).
### BEGIN HIDDEN TESTS
grade(mask_from_runs, "ends", "input", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] manual="one_mask_a_batch" points=2
# ## 7. In your own words (2 points)
#
# A colleague draws one mask of shape (1, units) for a whole batch of 32 and lets broadcasting do the rest:
# "32 times cheaper. And it drops just as much: I counted the zeros of a thousand masks." In at most 120
# words: what do this mask and one with a draw for every entry have in common, and why did counting not tell
# them apart? What is lost in training, where each step averages the gradients of 32 examples? How would you
# show the difference on the masks themselves?
#
# *Replace this cell's text by your answer.*
#
# ### BEGIN SOLUTION
# **Model answer.** Each entry is dropped with probability p both ways. So the mean share of zeros is p, and
# over all draws even the mean of the gradient is the same. A mean share looks at entries one by one; the
# difference lies in what they know of each other. With draws of their own, the dropout noise of 32 gradients
# largely averages out, and a step trains 32 subnetworks; with one mask all gradients err alike, and the step
# trains one. To see it, compare two rows: independent ones agree in a share $p^2 + (1 - p)^2$ of the units,
# copies in all. Or watch the number of zeros from call to call: it varies far more.
#
# **Rubric.** Half a point each: (1) every entry is still dropped with probability p, so rates (and means)
# agree; (2) counting zeros, on average, is blind to dependence between entries; (3) the examples share their
# noise, which does not average out over the batch, or: one subnetwork a step instead of many; (4) a test
# that would see it, as comparing rows, or the spread of the count over calls.
# ### END SOLUTION

# %% [markdown]
# **Before you hand in**: restart the kernel, run all cells, and read what each `check` says. Hand in
# this notebook under its own name, `hw1-masks.ipynb`.
