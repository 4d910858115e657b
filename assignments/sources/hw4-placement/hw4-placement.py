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
# # Homework 4: placement
#
# The coin is always the same. What differs is where it is tossed: in front of which layer, for which axes
# at once, on which of the paths through a block. After this homework you can put dropout into a network and
# its backward pass, into a map, a sequence and a recurrent layer, and you can say what a batch norm makes
# of it.
#
# - **Builds on** the pages *The backward pass* (`formulas/backward-pass.html`), *Convolutions*
#   (`placement/convolutions.html`), *Recurrent layers* (`placement/recurrent.html`) and *Dropout and batch
#   norm* (`placement/batch-norm.html`) of the course's site, and on homework 1.
# - **Takes** about 150 minutes. **Worth** 20 points: `mlp_forward` 4, `mlp_backward` 3,
#   `spatial_dropout` 2, `gru_rollout` 3, two layers that stand in no book 2 each, two questions 2 each.
#
# **The rules**
#
# 1. `p` is the probability to **drop**, for every $0 \le p \le 1$. All dropout here is *inverted*: in
#    training what is kept is divided by $1 - p$ (at $p = 1$ nothing is kept), and with `training=False`
#    nothing is dropped and nothing is scaled.
# 2. Every example has draws of its own. All draws are independent, unless the text says that they share
#    one.
# 3. All randomness comes from `rng`, a `numpy.random.Generator`: the same state of it gives the same
#    answer, and every call in training moves it on.
# 4. Your functions change none of their arguments: whoever called still needs them.
# 5. They need not validate their input. float64 and float32 are both fine as answers, and where two things
#    are asked, a tuple or a list.
# 6. Use numpy and your own functions. The hidden tests ask for layers with some hundred thousand entries:
#    write products of matrices, not loops over entries.
#
# `check(your_function)` judges an answer at once, on fresh inputs each time, and says what it saw. The
# hidden tests judge properties of the same kind on inputs that nobody has seen.

# %% locked="setup"
import numpy as np

from dropout_course.checks import check, grade

SEED = 0  # the grader puts a secret one here

# %% [markdown]
# ## 1. A rate for every layer (4 points)
#
# *A network has three layers of weights. In how many places can dropout stand?*
#
# In front of each: on the input, and on what each hidden layer gives. The output is left alone. With $h_0 =
# x$, for each layer $i = 0, 1, \dots, L - 1$:
#
# $$\tilde h_i = m_i \circ h_i, \qquad a_i = \tilde h_i W_i + b_i, \qquad h_{i+1} = \max(a_i, 0)$$
#
# where $m_i$ is 0 with probability $p_i$ and else $1/(1 - p_i)$, a draw for every example and unit. The
# **logits** are $a_{L-1}$: behind the last layer there is no ReLU.
#
# Write `mlp_forward(weights, biases, rates, x, rng, training)`. `weights[i]` is `(in, out)`, `biases[i]` is
# `(out,)`, `rates[i]` is the rate $p_i$ of layer $i$'s *input*; there may be one layer or many. `x` is
# `(batch, in)`. Return the pair `(logits, cache)`: the cache is whatever your `mlp_backward` will need, a
# plain list, tuple or dict of numbers and arrays (no named tuple, no class of your own). It is handed over
# as it is, and nobody else looks into it.
#
# For example, with `weights = [W0, W1]` of shapes (4, 8) and (8, 3) and `rates = [0.2, 0.5]`, a fifth of
# the 4 inputs and half of the 8 hidden units of each example are dropped on average, and the logits have
# shape (batch, 3).


# %% solution="mlp_forward"
def mlp_forward(weights, biases, rates, x, rng, training):
    """Logits of a ReLU network with dropout in front of every layer, and what its backward pass needs.

    Args:
        weights: list of arrays (in, out).
        biases: list of arrays (out,).
        rates: list of drop probabilities; rates[i] acts on the input of layer i.
        x: examples, (batch, in).
        rng: numpy.random.Generator, the only source of randomness.
        training: whether to drop.

    Returns:
        (logits, cache).
    """
    ### BEGIN SOLUTION
    cache = []
    h = x
    for layer, (w, b, p) in enumerate(zip(weights, biases, rates, strict=True)):
        m = np.ones(h.shape)
        if training:
            m = (rng.random(h.shape) >= p) / (1 - p) if p < 1 else np.zeros(h.shape)
        dropped = h * m
        a = dropped @ w + b
        cache.append((w, m, dropped, a))
        h = np.maximum(a, 0) if layer < len(weights) - 1 else a
    return h, cache
    ### END SOLUTION


# %%
check(mlp_forward)

# %% test="mlp_forward_plain" points=1
# At test time it is the network (half a point); the arguments stay as they were, rng alone decides (half).
grade(mlp_forward, "plain", "pure", points=1, seed=SEED)

# %% test="mlp_forward_places" points=1.5
# Rates of 0 and 1; the right place and scale; every place tosses its own coins (half a point each).
grade(mlp_forward, "edges", "places", "own", points=1.5, seed=SEED)

# %% test="mlp_forward_coins" points=1.5
# Hidden tests (half a point each): the rate, independence of examples and units, new draws at every call.
### BEGIN HIDDEN TESTS
grade(mlp_forward, "rate", "independent", "fresh", points=1.5, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. And the way back (3 points)
#
# *A unit was dropped for this example. Which of the weights around it get a gradient from this example?*
#
# None. The loss did not hear the unit, and the unit's input could have been anything. The chain rule says
# so by itself, as long as it meets the *same* multipliers:
#
# $$\frac{\partial \ell}{\partial W_i} = \tilde h_i^\top\, \mathrm{d}a_i, \qquad
# \frac{\partial \ell}{\partial b_i} = \sum_{\text{batch}} \mathrm{d}a_i, \qquad
# \mathrm{d}a_{i-1} = \left(\mathrm{d}a_i W_i^\top\right) \circ m_i \circ [a_{i-1} > 0]$$
#
# Write `mlp_backward(dlogits, cache)`. `dlogits`, (batch, classes), is the gradient of the loss with
# respect to the logits, and `cache` is what *your* `mlp_forward` returned. Return `(dweights, dbiases)`:
# two lists, first layer first, with the shapes of `weights` and `biases`. `dlogits` holds everything that
# comes behind: where a loss is a mean over the batch, its division is in there already, so here you sum.
#
# The tests nudge: they add a little to the weights, run your `mlp_forward` again **with the same state of
# `rng`**, and look whether the loss grew as your gradient said. If a network is small, you can do so, too.


# %% solution="mlp_backward"
def mlp_backward(dlogits, cache):
    """Gradients of the loss with respect to the weights and biases of the pass that made ``cache``.

    Args:
        dlogits: gradient with respect to the logits, (batch, classes).
        cache: from ``mlp_forward``.

    Returns:
        (dweights, dbiases), lists of arrays.
    """
    ### BEGIN SOLUTION
    dweights, dbiases = [], []
    da = dlogits
    for layer in reversed(range(len(cache))):
        w, m, dropped, _ = cache[layer]
        dweights.insert(0, dropped.T @ da)
        dbiases.insert(0, da.sum(axis=0))
        if layer > 0:
            da = (da @ w.T) * m * (cache[layer - 1][3] > 0)
    return dweights, dbiases
    ### END SOLUTION


# %%
check(mlp_backward, given=mlp_forward)

# %% test="mlp_backward_chain" points=1
# Without dropout: the chain rule (half a point). dlogits, cache and network are not changed (half).
grade(mlp_backward, "chain", "pure", points=1, seed=SEED, given=mlp_forward)

# %% test="mlp_backward_draw" points=1
# The multiplier of the forward pass (half a point), also in the gradient of the weights behind it (half).
grade(mlp_backward, "draw", "inputs", points=1, seed=SEED, given=mlp_forward)

# %% test="mlp_backward_nudged" points=1
# Hidden test (1 point): three layers that all drop.
### BEGIN HIDDEN TESTS
grade(mlp_backward, "nudged", points=1, seed=SEED, given=mlp_forward)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. A whole map (2 points)
#
# *Element-wise dropout at 0.5 behind a convolution hardly changes what a smooth map says. Why?*
#
# Because each dropped pixel has neighbours that say nearly the same. In homework 1 you drew the mask that
# helps; now make the layer. Activations have shape $(N, C, H, W)$:
#
# $$\tilde h_{nchw} = m_{nc}\, h_{nchw}, \qquad m_{nc} \in \{0,\; 1/(1-p)\}$$
#
# Write `spatial_dropout(x, p, rng, training)`. The answer has the shape of `x`. For example, of a batch of
# shape (8, 16, 28, 28) at `p = 0.25` some 32 of the 128 maps become 0, and each of the others is 4/3 of
# what it was.


# %% solution="spatial_dropout"
def spatial_dropout(x, p, rng, training):
    """Inverted dropout of whole maps; ``x`` is (N, C, H, W)."""
    ### BEGIN SOLUTION
    if not training:
        return x.copy()
    keep = rng.random((*x.shape[:2], 1, 1)) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
    ### END SOLUTION


# %%
check(spatial_dropout)

# %% test="spatial_dropout_form" points=1
# Maps as a whole; the scale; test time; nothing changed, and rng alone decides (a quarter of a point each).
grade(spatial_dropout, "place", "scale", "test", "pure", points=1, seed=SEED)

# %% test="spatial_dropout_coins" points=1
# Hidden tests (a quarter each): p = 0 and 1, the rate, independence of examples and channels, new draws.
### BEGIN HIDDEN TESTS
grade(spatial_dropout, "edges", "rate", "independent", "fresh", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. A mask that stays (3 points)
#
# *A GRU reads 28 rows of an image. Its gates read the state through a mask. When is the mask drawn?*
#
# Once a sequence: that is what "locked" means. And what is *carried over* is not masked at all, so that no
# memory is lost. Per step, with $\tilde h = m \circ h_{t-1}$ (PyTorch's equations, with a mask added):
#
# $$r = \sigma(W_r x_t + b_r + U_r \tilde h + c_r), \qquad z = \sigma(W_z x_t + b_z + U_z \tilde h + c_z)$$
# $$n = \tanh\big(W_n x_t + b_n + r \circ (U_n \tilde h + c_n)\big)$$
# $$h_t = (1 - z) \circ n + z \circ h_{t-1}$$
#
# $m$ is $(\text{batch}, \text{hidden})$, drawn once a call, 0 or $1/(1-p)$; $h_0 = 0$.
#
# Write `gru_rollout(params, x, p, rng, training)`. `x` is **(steps, batch, inputs)**, and the answer holds
# the states $h_1, h_2, \dots$ of all steps, **(steps, batch, hidden)**. `params` is a dict with PyTorch's
# layout:
#
# | key | shape | holds |
# | --- | --- | --- |
# | `"weight_ih"` | (3 hidden, inputs) | $W_r$, $W_z$, $W_n$, one below the other |
# | `"weight_hh"` | (3 hidden, hidden) | $U_r$, $U_z$, $U_n$ |
# | `"bias_ih"`, `"bias_hh"` | (3 hidden,) | $b_r, b_z, b_n$ and $c_r, c_z, c_n$ |
#
# So `x[t] @ params["weight_ih"].T + params["bias_ih"]` is (batch, 3 hidden), and `np.split(..., 3, axis=1)`
# takes it apart.


# %% solution="gru_rollout"
def gru_rollout(params, x, p, rng, training):
    """All states of a GRU whose gates read the state through one locked mask.

    Args:
        params: weight_ih (3 hidden, inputs), weight_hh (3 hidden, hidden), bias_ih and bias_hh (3 hidden,).
        x: inputs, (steps, batch, inputs).
        p: probability to drop a unit of the state that the gates read.
        rng: numpy.random.Generator.
        training: whether to drop.

    Returns:
        States (steps, batch, hidden).
    """
    ### BEGIN SOLUTION
    batch, hidden = x.shape[1], params["weight_hh"].shape[1]
    m = np.ones((batch, hidden))
    if training:
        m = (rng.random((batch, hidden)) >= p) / (1 - p) if p < 1 else np.zeros((batch, hidden))
    h = np.zeros((batch, hidden))
    states = []
    for now in x:
        from_x = np.split(now @ params["weight_ih"].T + params["bias_ih"], 3, axis=1)
        from_h = np.split((m * h) @ params["weight_hh"].T + params["bias_hh"], 3, axis=1)
        r = 1 / (1 + np.exp(-(from_x[0] + from_h[0])))
        z = 1 / (1 + np.exp(-(from_x[1] + from_h[1])))
        n = np.tanh(from_x[2] + r * from_h[2])
        h = (1 - z) * n + z * h
        states.append(h)
    return np.stack(states)
    ### END SOLUTION


# %%
check(gru_rollout)

# %% test="gru_rollout_form" points=1
# At test time the GRU above (half a point); nothing changed, and rng alone decides (half).
grade(gru_rollout, "plain", "pure", points=1, seed=SEED)

# %% test="gru_rollout_mask" points=1
# The mask acts where it should, with its scale (half a point); all steps share it (half).
grade(gru_rollout, "place", "locked", points=1, seed=SEED)

# %% test="gru_rollout_coins" points=1
# Hidden tests (a quarter each): p = 0 and 1, the rate, independence of examples and units, new draws.
### BEGIN HIDDEN TESTS
grade(gru_rollout, "edges", "rate", "independent", "fresh", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="layout" variant=1
# ## 5. Channels in another place (2 points)
#
# *Your colleague's framework keeps its channels last: $(N, H, W, C)$. What does your `spatial_dropout` drop
# there?*
#
# For each example whole *rows* of the image, in all channels. Write `channels_last_dropout(x, p, rng,
# training)` for `x` of shape **$(N, H, W, C)$**: for each example a channel is dropped at all places or at
# none, and what is kept is divided by $1 - p$. The answer has the shape of `x`. For example, at `p = 0.5`
# some 8 of the 16 channels of each example of shape (28, 28, 16) are 0 everywhere.


# %% solution="channels_last_dropout" slot="layout" variant=1
def channels_last_dropout(x, p, rng, training):
    """Inverted dropout of whole channels; ``x`` is (N, H, W, C)."""
    ### BEGIN SOLUTION
    if not training:
        return x.copy()
    keep = rng.random((x.shape[0], 1, 1, x.shape[3])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
    ### END SOLUTION


# %% slot="layout" variant=1
check(channels_last_dropout)

# %% test="channels_last_dropout_form" points=1 slot="layout" variant=1
# Whole channels; the scale; test time; nothing changed, and rng alone decides (a quarter of a point each).
grade(channels_last_dropout, "place", "scale", "test", "pure", points=1, seed=SEED)

# %% test="channels_last_dropout_coins" points=1 slot="layout" variant=1
# Hidden tests (a quarter each): p = 0 and 1, the rate, independence of examples and channels, new draws.
### BEGIN HIDDEN TESTS
grade(channels_last_dropout, "edges", "rate", "independent", "fresh", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="layout" variant=2
# ## 5. Steps in another place (2 points)
#
# *Homework 1's locked mask was for (steps, batch, units). Your data loader puts the batch first. Which axis
# must the mask not know?*
#
# Now the second. Write `batch_first_dropout(x, p, rng, training)` for `x` of shape **(batch, steps,
# units)**: for each example a unit is dropped at all steps or at none, and what is kept is divided by $1 -
# p$. The answer has the shape of `x`. For example, of an example with 20 steps and 10 units, at `p = 0.3`
# some 3 columns of its (20, 10) table are 0 from top to bottom.


# %% solution="batch_first_dropout" slot="layout" variant=2
def batch_first_dropout(x, p, rng, training):
    """Inverted dropout with one draw for all steps; ``x`` is (batch, steps, units)."""
    ### BEGIN SOLUTION
    if not training:
        return x.copy()
    keep = rng.random((x.shape[0], 1, x.shape[2])) >= p
    return x * keep / (1 - p) if p < 1 else np.zeros(x.shape)
    ### END SOLUTION


# %% slot="layout" variant=2
check(batch_first_dropout)

# %% test="batch_first_dropout_form" points=1 slot="layout" variant=2
# All steps alike; the scale; test time; nothing changed, and rng alone decides (a quarter of a point each).
grade(batch_first_dropout, "place", "scale", "test", "pure", points=1, seed=SEED)

# %% test="batch_first_dropout_coins" points=1 slot="layout" variant=2
# Hidden tests (a quarter each): p = 0 and 1, the rate, independence of examples and units, new draws.
### BEGIN HIDDEN TESTS
grade(batch_first_dropout, "edges", "rate", "independent", "fresh", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="layout" variant=3
# ## 5. A token that nobody may look at (2 points)
#
# *Attention weights have the shape (batch, heads, queries, keys): how much each query looks at each key, in
# each head. Dropout of single weights lets another query or head still look. How do you hide a key from
# all?*
#
# By one draw for each example and key. Write `key_dropout(weights, p, rng, training)` for `weights` of
# shape **(batch, heads, queries, keys)**: for each example a key is dropped for all heads and queries or
# for none, and the weights that are kept are divided by $1 - p$ (they need not sum to 1 again). The answer
# has the shape of `weights`. For example, of 50 keys at `p = 0.1` each example loses some 5, the same in
# all its heads.


# %% solution="key_dropout" slot="layout" variant=3
def key_dropout(weights, p, rng, training):
    """Inverted dropout of whole keys; ``weights`` is (batch, heads, queries, keys)."""
    ### BEGIN SOLUTION
    if not training:
        return weights.copy()
    keep = rng.random((weights.shape[0], 1, 1, weights.shape[3])) >= p
    return weights * keep / (1 - p) if p < 1 else np.zeros(weights.shape)
    ### END SOLUTION


# %% slot="layout" variant=3
check(key_dropout)

# %% test="key_dropout_form" points=1 slot="layout" variant=3
# Keys as a whole; the scale; test time; nothing changed, and rng alone decides (a quarter of a point each).
grade(key_dropout, "place", "scale", "test", "pure", points=1, seed=SEED)

# %% test="key_dropout_coins" points=1 slot="layout" variant=3
# Hidden tests (a quarter each): p = 0 and 1, the rate, independence of examples and keys, new draws.
### BEGIN HIDDEN TESTS
grade(key_dropout, "edges", "rate", "independent", "fresh", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=1
# ## 6. A block to mend (2 points)
#
# *This residual block trains badly as soon as `p` is not tiny, and a stack of 20 of them forgets its
# input.*
#
# ```python
# def residual_block(x, w1, b1, w2, p, rng, training):
#     hidden = np.maximum(x @ w1 + b1, 0)
#     y = x + hidden @ w2
#     if training:
#         y *= rng.random(y.shape) >= p
#     return y
# ```
#
# How likely does a number come through 20 such blocks? And what is the mean of `y` in training? Mend it:
# dropout acts on what the branch adds, and nowhere else,
#
# $$y = x + m \circ \big(\max(x W_1 + b_1, 0)\, W_2\big)$$
#
# with a draw for each example and unit and $m \in \{0, 1/(1-p)\}$. `x` is (batch, units), `w1` (units,
# hidden), `b1` (hidden,), `w2` (hidden, units).


# %% solution="residual_block" slot="mend" variant=1
def residual_block(x, w1, b1, w2, p, rng, training):
    """x plus the dropped branch, (batch, units)."""
    ### BEGIN SOLUTION
    branch = np.maximum(x @ w1 + b1, 0) @ w2
    if not training:
        return x + branch
    keep = rng.random(branch.shape) >= p
    return x + (branch * keep / (1 - p) if p < 1 else 0)
    ### END SOLUTION


# %% slot="mend" variant=1
check(residual_block)

# %% test="residual_block_form" points=1 slot="mend" variant=1
# What is dropped; the scale; test time; nothing changed, and rng alone decides (a quarter of a point each).
grade(residual_block, "place", "scale", "test", "pure", points=1, seed=SEED)

# %% test="residual_block_coins" points=1 slot="mend" variant=1
# Hidden tests (a quarter each): p = 0 and 1, the rate, independence of examples and units, new draws.
### BEGIN HIDDEN TESTS
grade(residual_block, "edges", "rate", "independent", "fresh", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=2
# ## 6. A norm to mend (2 points)
#
# *A layer norm gives every example mean 0 and standard deviation 1 over its units; then gain and shift. In
# this one, a unit says something else as soon as another unit is dropped, and no output is ever 0.*
#
# ```python
# def normed_dropout(x, gain, shift, p, rng, training):
#     if training:
#         x = x * (rng.random(x.shape) >= p) / (1 - p)
#     mean = x.mean(axis=1, keepdims=True)
#     std = x.std(axis=1, keepdims=True)
#     return gain * (x - mean) / std + shift
# ```
#
# Mend it: normalise first, and drop what comes out at the end,
#
# $$y = m \circ \left(g \circ \frac{x - \text{mean}(x)}{\text{std}(x)} + s\right)$$
#
# with a draw for each example and unit and $m \in \{0, 1/(1-p)\}$. `x` is (batch, units), `gain` and
# `shift` are (units,), mean and standard deviation are each row's own, over its units (divide by their
# number).


# %% solution="normed_dropout" slot="mend" variant=2
def normed_dropout(x, gain, shift, p, rng, training):
    """Layer norm with gain and shift, then dropout; (batch, units)."""
    ### BEGIN SOLUTION
    y = gain * (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True) + shift
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
    ### END SOLUTION


# %% slot="mend" variant=2
check(normed_dropout)

# %% test="normed_dropout_form" points=1 slot="mend" variant=2
# What is dropped; the scale; test time; nothing changed, and rng alone decides (a quarter of a point each).
grade(normed_dropout, "place", "scale", "test", "pure", points=1, seed=SEED)

# %% test="normed_dropout_coins" points=1 slot="mend" variant=2
# Hidden tests (a quarter each): p = 0 and 1, the rate, independence of examples and units, new draws.
### BEGIN HIDDEN TESTS
grade(normed_dropout, "edges", "rate", "independent", "fresh", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="mend" variant=3
# ## 6. A gate to mend (2 points)
#
# *A gated unit multiplies a value by a gate between 0 and 1. Somebody was told to "drop with p = 0.5" and
# did so twice.*
#
# ```python
# def gated_unit(x, w, v, p, rng, training):
#     value = x @ w
#     gate = 1 / (1 + np.exp(-(x @ v)))
#     if training:
#         value = value * (rng.random(value.shape) >= p) / (1 - p)
#         gate = gate * (rng.random(gate.shape) >= p) / (1 - p)
#     return value * gate
# ```
#
# Which share of the units comes through at `p = 0.5`, and how large are they? Mend it: each unit is dropped
# with probability $p$, once,
#
# $$y = m \circ \big(x W \circ \sigma(x V)\big)$$
#
# with a draw for each example and unit and $m \in \{0, 1/(1-p)\}$. `x` is (batch, inputs), `w` and `v` are
# (inputs, units).


# %% solution="gated_unit" slot="mend" variant=3
def gated_unit(x, w, v, p, rng, training):
    """The product of value and gate, dropped once; (batch, units)."""
    ### BEGIN SOLUTION
    y = (x @ w) / (1 + np.exp(-(x @ v)))
    if not training:
        return y
    keep = rng.random(y.shape) >= p
    return y * keep / (1 - p) if p < 1 else np.zeros(y.shape)
    ### END SOLUTION


# %% slot="mend" variant=3
check(gated_unit)

# %% test="gated_unit_form" points=1 slot="mend" variant=3
# What is dropped; the scale; test time; nothing changed, and rng alone decides (a quarter of a point each).
grade(gated_unit, "place", "scale", "test", "pure", points=1, seed=SEED)

# %% test="gated_unit_coins" points=1 slot="mend" variant=3
# Hidden tests (a quarter each): p = 0 and 1, the rate, independence of examples and units, new draws.
### BEGIN HIDDEN TESTS
grade(gated_unit, "edges", "rate", "independent", "fresh", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 7. Two questions about batch norm (4 points)
#
# A person reads these. A few sentences and one number are enough for each.

# %% [markdown] manual="norm_remembers" points=2
# **Before a norm (2 points).** Dropout with $p = 0.2$ stands directly before a batch norm. Over the data a
# unit has mean 1 and standard deviation 1. In training the network works; at test time it is worse. Which
# number of the norm does not fit any more at test time, and why does nobody see it in training? How large
# is the standard deviation with which the unit leaves the norm at test time (before the norm's own gain)?
#
# ### BEGIN SOLUTION
# The norm divides by a standard deviation that it remembered from training, when dropout made the unit vary
# more. At test time nothing is dropped and the unit varies less, so it is divided by too much. In training
# the norm divides by the batch's own deviation, noise included, so all fits. The remembered mean is right:
# inverted dropout keeps means. Remembered variance: $E[m^2] E[z^2] - E[mz]^2 = (1 + 1)/0.8 - 1 = 1.5$. True
# variance: 1. The unit leaves the norm with a standard deviation of $\sqrt{1/1.5} = 0.82$ instead of 1.
#
# Rubric: half a point each for
# - naming the remembered (running) variance or deviation, and not the mean;
# - saying that dropout's noise is in it, and that in training the batch's own deviation holds the noise as
#   well;
# - the direction: too large a divisor, so the unit comes out too small;
# - the number 0.82 (or the variance 2/3). $\sqrt{0.8} = 0.89$, which forgets the unit's mean, earns a
#   quarter.
# ### END SOLUTION

# %% [markdown] manual="norm_order" points=2
# **Behind a norm (2 points).** A network repeats (dense, batch norm, ReLU, dropout) three times, then comes
# a dense layer with the logits. Its author says: "My dropout stands behind the norms, so no norm remembers
# its noise." Is that so? If only one of the three dropout layers may stay, which one? And what would you
# measure, in the trained network, to show who is right? (Not accuracy.)
#
# ### BEGIN SOLUTION
# It is not so. The dropout of block 1 stands before the dense layer of block 2, and a sum of dropped units
# varies more than the sum of whole ones; the norm of block 2 remembers that, and the norm of block 3 that
# of block 2. Only the dropout of the last block is read by no norm: keep that one. Measure for each norm
# the variance of what it reads in eval mode, on training images, and divide it by the variance that it
# remembers: 1 (but for chance) at the first norm, and below 1 at norms that read noise.
#
# Rubric: half a point each for
# - no, the noise passes through the next dense layer to the next norm;
# - the first norm alone is free of it (nothing before it drops), or: sums of dropped units have more
#   variance;
# - the last dropout layer stays, because no norm follows;
# - a measurement that compares the remembered variance with the variance at test time, norm by norm.
# ### END SOLUTION

# %% [markdown]
# **Before you hand in**: restart the kernel, run all cells, and read what each `check` says. Hand in this
# notebook under its own name, `hw4-placement.ipynb`.
