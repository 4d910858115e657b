# ---
# jupyter:
#   grading:
#     packages: [numpy, torch, ipython, matplotlib]
#     preload: [numpy, torch, IPython.core.inputtransformer2, IPython.display]
#     limits: {call_seconds: 20, submission_seconds: 120}
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
# # Homework 5: tuning
#
# A dropout rate is chosen, a network is trained with it, and a number is reported. Each of the three can
# fool you. After this homework you can limit the length of weights in PyTorch, choose a rate by a rule that
# does not chase luck, train a network that can be trained again, and report what several of them can do.
#
# - **Builds on** the pages *Learning rate, momentum, max-norm* (`tuning/learning-rate-and-max-norm.html`),
#   *Choosing a rate* (`tuning/choosing-a-rate.html`) and *How a claim is tried* (`practice/protocol.html`) of
#   the course's site.
# - **Takes** about 90 minutes. **Worth** 20 points: `max_norm_` 3, `pick_rate` 3, `train` 5, `report` 3, a
#   fence of another kind 2, a choice of another kind 2, and a question that a person reads 2.
#
# **The rules**
#
# 1. `rate` is the probability to **drop**, as in `torch.nn.Dropout(rate)`.
# 2. Images are a tensor `x` of shape (n, 784), float32, from 0 to 1; their classes are a tensor `y` of shape
#    (n,), int64, from 0 to 9. `data` and `test` are pairs `(x, y)`.
# 3. A model is whatever takes `x` and gives logits of shape (n, 10) when it is called: `model(x)`.
# 4. Your functions need not validate their input.
# 5. The grader gives your functions other images and other seeds, and runs them on one core. A training on
#    500 images may take 20 seconds there; one second is plenty.
#
# `check(your_function)` judges an answer at once, on fresh inputs each time, and says what it saw. The hidden
# tests judge the same properties on inputs that nobody has seen.

# %% locked="setup"
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from dropout_course.checks import check, grade

SEED = 0  # the grader puts a secret one here

# 97.5% quantiles of Student's t, by degrees of freedom: T975[4] belongs to five models.
T975 = {1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764, 5: 2.5706, 6: 2.4469, 7: 2.3646, 8: 2.3060, 9: 2.2622}

# %% [markdown]
# ## 1. A fence around the weights (3 points)
#
# *Dropout makes gradients noisy, and noise makes weights long. How do you keep them short without pulling on
# those that are short already?*
#
# Max-norm looks at each unit after every step: if the weights $w_i$ that enter unit $i$ are longer than the
# limit $c$, they are shortened to $c$. Their direction stays.
#
# $$w_i \leftarrow w_i \cdot \min\left(1, \frac{c}{\lVert w_i \rVert}\right)$$
#
# In PyTorch, `nn.Linear(784, 100)` holds a weight of shape (100, 784): what enters a unit is a **row**. And a
# name that ends with `_` promises to change the tensor itself.
#
# Write `max_norm_(weight, limit)`. `weight` is a float tensor of shape (units, inputs) that needs no
# gradient; what you return does not matter. With `limit = 2`, the rows `[3, 4]` and `[0.6, 0.8]`, of
# lengths 5 and 1, become `[1.2, 1.6]` and `[0.6, 0.8]`. A row may be all zeros.


# %% solution="max_norm_"
def max_norm_(weight, limit):
    """Shorten, in place, each row of ``weight`` that is longer than ``limit`` to that length."""
    ### BEGIN SOLUTION
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
    ### END SOLUTION


# %%
check(max_norm_)

# %% test="max_norm_form" points=1
# The tensor that was given is changed (1 point).
grade(max_norm_, "in_place", points=1, seed=SEED)

# %% test="max_norm_rows" points=2
# Hidden tests (1 point each): long rows get the limit's length, and short ones stay as they are.
### BEGIN HIDDEN TESTS
grade(max_norm_, "long", "short", points=2, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 2. The best mean is a lucky one (3 points)
#
# *Eight rates, five validation scores each. One rate has the best mean. Train all again with other seeds:
# will it be the same one?*
#
# Often not: of several rates that are about equally good, the luckiest comes first. The **one-standard-error
# rule** looks at all rates that chance may have put behind the best, and takes the one that regularises most.
#
# 1. The best rate $b$ is the one with the highest mean score $m_b$.
# 2. The standard error of that mean is $s_b = \mathrm{sd}_b / \sqrt{n}$, from the $n$ scores of rate $b$; the
#    standard deviation $\mathrm{sd}_b$ divides by $n - 1$.
# 3. Pick the **largest** rate $p$ with $m_p \ge m_b - s_b$.
#
# Write `pick_rate(val_scores)`. `val_scores` is a dict `{rate: list of accuracies}` in any order, with
# two or more scores for each rate; one may have more of them than another. For `{0.2: [0.80, 0.82], 0.5:
# [0.795, 0.815], 0.0: [0.70, 0.74]}` the means are 0.81, 0.805 and 0.72, the best one's standard error is
# 0.01, and the answer is `0.5`.


# %% solution="pick_rate"
def pick_rate(val_scores):
    """The largest rate whose mean score is within one standard error of the best mean."""
    ### BEGIN SOLUTION
    means = {rate: np.mean(scores) for rate, scores in val_scores.items()}
    best = max(means, key=means.get)
    error = np.std(val_scores[best], ddof=1) / np.sqrt(len(val_scores[best]))
    return max(rate for rate in means if means[rate] >= means[best] - error)
    ### END SOLUTION


# %%
check(pick_rate)

# %% test="pick_rate_clear" points=1
# A rate that is best by far is picked (1 point).
grade(pick_rate, "clear", points=1, seed=SEED)

# %% test="pick_rate_band" points=2
# Hidden test (2 points): of the rates within one standard error, the largest.
### BEGIN HIDDEN TESTS
grade(pick_rate, "band", points=2, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 3. A training that can be repeated (5 points)
#
# *You train a network twice and get 76% and 78%. Did your change do that, or the seed?*
#
# Who can repeat a training can tell. All that is random must follow from `seed`: the first weights, the order
# of the images, the masks. `torch.manual_seed(seed)`, as the first line, is enough.
#
# Write `train(rate, data, seed)`. It returns a model, trained on `data = (x, y)`:
#
# - a network with one hidden layer or two of 64 to 512 ReLU units, and dropout with `rate` behind each
#   hidden layer;
# - trained by the cross-entropy of its logits, with new masks in every step; optimiser, batches and epochs
#   are yours to choose;
# - trained on all of `data`, whose images may be sorted in any way: each epoch needs an order of its own;
# - handed back ready for use: `model(x)` gives logits, drops nothing, and says of an image what it would
#   say of it alone;
# - the same seed gives the same model, another seed another one, and no call changes an earlier model;
# - after training on 500 images with `rate = 0.2` it should be right on 70% of others, or more. (The test
#   allows for bad luck: 63% pass.)
#
# Some 15 epochs of Adam with a learning rate of 0.002, in batches of 50, do that in a fraction of a second.
#
# The tests see nothing of a network but its answers: losses, accuracies, the size of logits, and whether
# they come again. What answers do not show is left to you: dropout at the input in place of the hidden
# layers, say, or images that were left out by lot.


# %% solution="train"
def train(rate, data, seed):
    """Train a network with dropout ``rate`` on ``data``, (x, y); the same ``seed``, the same network."""
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Dropout(rate), nn.Linear(128, 10))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
    ### END SOLUTION


# %%
check(train)

# %% test="train_form" points=2
# The model gives logits, and leaves the data alone (1 point); the same image gets the same answer (1 point).
grade(train, "answers", "evaluation", points=2, seed=SEED)

# %% test="train_law" points=3
# Hidden tests (1 point each): what the rate does, what the seed does, how well it learns.
### BEGIN HIDDEN TESTS
grade(train, "rate", "seeded", "learns", points=3, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## 4. What you report (3 points)
#
# *Five models, five seeds: 74, 75, 75, 77 and 79% on the test images. Which number goes into the table?*
#
# Not 79: the best of five is mostly luck. Report the mean $m$ of the accuracies, and how well five models pin
# it down, a 95% interval by Student's t:
#
# $$m \pm t_{n-1} \cdot \frac{\mathrm{sd}}{\sqrt{n}}$$
#
# with the standard deviation of the $n$ accuracies (divide by $n - 1$). `T975[n - 1]`, from the first cell,
# is $t_{n-1}$.
#
# Write `report(models, test)`. `models` is a list of 2 to 10 models, `test` a pair `(x, y)`; return
# `(mean, low, high)`, shares between 0 and 1 (`low` and `high` may lie beyond). For accuracies of 0.70 and
# 0.72 that is about `(0.71, 0.583, 0.837)`.
#
# The tests give it models that your own `train` has made, some of them from shuffled labels. There is nothing
# to be learned from those, so an honest report says about 0.10.


# %% solution="report"
def report(models, test):
    """Mean accuracy of ``models`` on ``test``, (x, y), with its 95% t interval: (mean, low, high)."""
    ### BEGIN SOLUTION
    x, y = test
    accuracies = np.array([(model(x).argmax(dim=1) == y).double().mean().item() for model in models])
    mean, n = accuracies.mean(), len(models)
    half = T975[n - 1] * accuracies.std(ddof=1) / np.sqrt(n)
    return mean, mean - half, mean + half
    ### END SOLUTION


# %%
check(report)

# %% test="report_mean" points=1
# The mean of the models' accuracies is reported (1 point).
grade(report, "mean", points=1, seed=SEED, given=train)

# %% test="report_law" points=2
# Hidden tests (1 point each): the interval, and shuffled labels.
### BEGIN HIDDEN TESTS
grade(report, "interval", "chance", points=2, seed=SEED, given=train)
### END HIDDEN TESTS

# %% [markdown] slot="fence" variant=1
# ## 5. A fence for filters (2 points)
#
# *A convolution's filter looks at a small window of all channels. Which numbers enter one of its outputs?*
#
# All of `weight[i]`. In PyTorch, a convolution's weight has shape (filters, channels, height, width).
# Somebody took the fence of section 1 over to it like this, and the filters still grow:
#
# ```python
# def max_norm_filters_(weight, limit):
#     lengths = weight.norm(dim=1, keepdim=True)
#     weight *= limit / lengths.clamp(min=limit)
# ```
#
# Mend it: `max_norm_filters_(weight, limit)` shortens, in place, every filter whose length, over *all* its
# entries, is above `limit` to that length. A weight of shape (1, 2, 2, 2) that is 1 everywhere has one
# filter, of length $\sqrt 8$; with `limit = 1` all its entries become 0.354.


# %% solution="max_norm_filters_" slot="fence" variant=1
def max_norm_filters_(weight, limit):
    """Shorten, in place, each filter weight[i] that is longer than ``limit`` to that length."""
    ### BEGIN SOLUTION
    lengths = weight.flatten(start_dim=1).norm(dim=1)
    weight *= (limit / lengths.clamp(min=limit))[:, None, None, None]
    ### END SOLUTION


# %% slot="fence" variant=1
check(max_norm_filters_)

# %% test="max_norm_filters_form" points=1 slot="fence" variant=1
# The tensor that was given is changed (1 point).
grade(max_norm_filters_, "in_place", points=1, seed=SEED)

# %% test="max_norm_filters_law" points=1 slot="fence" variant=1
# Hidden tests (half a point each): long filters get the limit's length, and short ones stay as they are.
### BEGIN HIDDEN TESTS
grade(max_norm_filters_, "long", "short", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="fence" variant=2
# ## 5. A fence around two matrices (2 points)
#
# *A unit of a recurrent layer reads the input through one matrix and the last state through another. How long
# are the weights that enter it?*
#
# Both rows belong to the unit; together they are one long row. Somebody fenced each matrix for itself, and
# the units got longer than the limit:
#
# ```python
# def joint_max_norm_(first, second, limit):
#     for weight in (first, second):
#         lengths = weight.norm(dim=1, keepdim=True)
#         weight *= limit / lengths.clamp(min=limit)
# ```
#
# Mend it. `first` has shape (units, inputs), `second` (units, units). `joint_max_norm_(first, second, limit)`
# changes both in place: where row `i` of the two together is longer than `limit`, both rows are multiplied by
# the factor that makes them, together, that long. With `limit = 1`, the rows `[3]` and `[4]` of a unit, of
# length 5 together, become `[0.6]` and `[0.8]`.


# %% solution="joint_max_norm_" slot="fence" variant=2
def joint_max_norm_(first, second, limit):
    """Shorten, in place, the rows i of both that are longer than ``limit`` together to that length."""
    ### BEGIN SOLUTION
    lengths = torch.cat([first, second], dim=1).norm(dim=1, keepdim=True)
    factor = limit / lengths.clamp(min=limit)
    first *= factor
    second *= factor
    ### END SOLUTION


# %% slot="fence" variant=2
check(joint_max_norm_)

# %% test="joint_max_norm_form" points=1 slot="fence" variant=2
# The tensors that were given are changed (1 point).
grade(joint_max_norm_, "in_place", points=1, seed=SEED)

# %% test="joint_max_norm_law" points=1 slot="fence" variant=2
# Hidden tests (half a point each): long units get the limit's length, and short ones stay as they are.
### BEGIN HIDDEN TESTS
grade(joint_max_norm_, "long", "short", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="fence" variant=3
# ## 5. A step inside the fence (2 points)
#
# *After a step of gradient descent no row may be longer than the limit. Where does the fence go: before the
# step or after it?*
#
# Somebody wrote this step, and the rows are longer than the limit all the same:
#
# ```python
# def projected_step_(weight, gradient, learning_rate, limit):
#     lengths = weight.norm(dim=1, keepdim=True)
#     weight *= limit / lengths.clamp(min=limit)
#     weight -= learning_rate * gradient
# ```
#
# Mend it: `projected_step_(weight, gradient, learning_rate, limit)` takes one step *down* the gradient and
# then shortens, in place, the rows of `weight` that are too long now. `weight` and `gradient` have shape
# (units, inputs); the gradient stays as it is. With `learning_rate = 1` and `limit = 1`, the row `[0, 0]`
# with gradient `[-3, -4]` becomes `[0.6, 0.8]`.


# %% solution="projected_step_" slot="fence" variant=3
def projected_step_(weight, gradient, learning_rate, limit):
    """One step of gradient descent in place, then rows longer than ``limit`` are shortened to it."""
    ### BEGIN SOLUTION
    weight -= learning_rate * gradient
    lengths = weight.norm(dim=1, keepdim=True)
    weight *= limit / lengths.clamp(min=limit)
    ### END SOLUTION


# %% slot="fence" variant=3
check(projected_step_)

# %% test="projected_step_form" points=1 slot="fence" variant=3
# The tensor that was given is changed (1 point).
grade(projected_step_, "in_place", points=1, seed=SEED)

# %% test="projected_step_law" points=1 slot="fence" variant=3
# Hidden tests (half a point each): long rows get the limit's length, and short ones are where the step led.
### BEGIN HIDDEN TESTS
grade(projected_step_, "long", "short", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="choice" variant=1
# ## 6. Pairs know more (2 points)
#
# *Every rate was trained with the same seeds. Seed 3 was bad for all of them. Does that say anything about
# the rates?*
#
# No, and a standard error that includes it is too large. Pair the losses: with the best rate $b$, the one
# with the smallest mean loss, look at the differences $d_k = \ell_{p,k} - \ell_{b,k}$, seed by seed. What
# all rates have in common cancels. A rate $p$ is *as good* if the mean of its $n$ differences is at most
# their standard error, $\bar d \le \mathrm{sd}(d) / \sqrt{n}$ (divide by $n - 1$ in the deviation); $b$
# itself is as good.
#
# Write `pick_rate_paired(val_losses)`. `val_losses` is a dict `{rate: list of losses}` in any order, **less
# is better**, and the `k`-th losses of all rates belong to one seed. Return the **largest** rate that is as
# good as the best. For
# `{0.1: [0.50, 0.60, 0.70], 0.3: [0.52, 0.60, 0.69], 0.5: [0.52, 0.62, 0.73]}` the differences of 0.3 to 0.1
# have the mean 0.003 and the standard error 0.009, those of 0.5 have 0.023 and 0.003. The answer is `0.3`.


# %% solution="pick_rate_paired" slot="choice" variant=1
def pick_rate_paired(val_losses):
    """The largest rate whose mean paired difference to the best is within its standard error."""
    ### BEGIN SOLUTION
    losses = {rate: np.array(found) for rate, found in val_losses.items()}
    best = min(losses, key=lambda rate: losses[rate].mean())
    picked = best
    for rate in losses:
        d = losses[rate] - losses[best]
        if d.mean() <= d.std(ddof=1) / np.sqrt(len(d)):
            picked = max(picked, rate)
    return picked
    ### END SOLUTION


# %% slot="choice" variant=1
check(pick_rate_paired)

# %% test="pick_rate_paired_clear" points=1 slot="choice" variant=1
# A rate that is best by far is picked (1 point).
grade(pick_rate_paired, "clear", points=1, seed=SEED)

# %% test="pick_rate_paired_law" points=1 slot="choice" variant=1
# Hidden test (1 point): the largest rate whose mean difference is within its error.
### BEGIN HIDDEN TESTS
grade(pick_rate_paired, "paired", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="choice" variant=2
# ## 6. Half of them go (2 points)
#
# *Eight rates, and time for three full trainings. Which ones do you stop early?*
#
# **Successive halving** trains all for one epoch and keeps the better half; trains those until epoch 2 and
# keeps the better half of them; then until epoch 4, 8 and so on, until one is left. Of an odd number the
# larger half goes on: of 5 rates 3, of 3 rates 2.
#
# Write `halving_winner(curves)`. `curves` is a dict `{rate: list of accuracies}` in any order; the first
# number of a list is the accuracy after epoch 1, and there are enough of them. Return the rate that is
# left. For `{0.0: [0.7, 0.8], 0.2: [0.6, 0.9], 0.4: [0.5, 1.0]}` the rate 0.4 goes after epoch 1, and 0.2
# beats 0.0 after epoch 2. The answer is 0.2.


# %% solution="halving_winner" slot="choice" variant=2
def halving_winner(curves):
    """The rate that successive halving leaves: after epochs 1, 2, 4, ... the worse half goes."""
    ### BEGIN SOLUTION
    left, epoch = list(curves), 1
    while len(left) > 1:
        left.sort(key=lambda rate: curves[rate][epoch - 1], reverse=True)
        left = left[: (len(left) + 1) // 2]
        epoch *= 2
    return left[0]
    ### END SOLUTION


# %% slot="choice" variant=2
check(halving_winner)

# %% test="halving_winner_clear" points=1 slot="choice" variant=2
# A rate that always leads is left (1 point).
grade(halving_winner, "clear", points=1, seed=SEED)

# %% test="halving_winner_law" points=1 slot="choice" variant=2
# Hidden test (1 point): the right rates go, after the right epochs.
### BEGIN HIDDEN TESTS
grade(halving_winner, "halving", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown] slot="choice" variant=3
# ## 6. What choosing is worth (2 points)
#
# *You choose a rate by validation on five splits of the data. How good is "choosing by validation"?*
#
# Its score is not that of one rate: each split makes its own choice, and pays for it on its own test images.
# For each split, take the rate with the best **validation** score there, and what this rate has on the
# **test** images of that split. The mean of these over the splits is what the procedure is worth.
#
# Write `honest_score(val, test)`. Both are dicts `{rate: list of accuracies}` with the same rates, perhaps in
# another order; the `k`-th numbers of all lists belong to split `k`. For
# `val = {0.2: [0.8, 0.7], 0.5: [0.7, 0.8]}` and `test = {0.2: [0.75, 0.6], 0.5: [0.9, 0.65]}` the first split
# chooses 0.2 and gets 0.75, the second chooses 0.5 and gets 0.65. The answer is 0.70.


# %% solution="honest_score" slot="choice" variant=3
def honest_score(val, test):
    """Mean test accuracy, over the splits, of the rate that each split's validation scores choose."""
    ### BEGIN SOLUTION
    splits = range(len(next(iter(val.values()))))
    chosen = [max(val, key=lambda rate: val[rate][k]) for k in splits]
    return np.mean([test[rate][k] for k, rate in enumerate(chosen)])
    ### END SOLUTION


# %% slot="choice" variant=3
check(honest_score)

# %% test="honest_score_agreed" points=1 slot="choice" variant=3
# What all splits choose is reported (1 point).
grade(honest_score, "agreed", points=1, seed=SEED)

# %% test="honest_score_law" points=1 slot="choice" variant=3
# Hidden test (1 point): every split chooses by validation, and reports its test score.
### BEGIN HIDDEN TESTS
grade(honest_score, "honest", points=1, seed=SEED)
### END HIDDEN TESTS

# %% [markdown]
# ## Try it
#
# All four together, on the course's images: 25 trainings to choose, five to report. Nothing here is graded,
# and the question at the end asks what you make of it. (In the grader's feedback these cells may show an
# error: it has no images to give away.) Run, for example:
#
# ```python
# val_scores = {
#     rate: [accuracy(train(rate, data, seed), validation) for seed in range(5)]
#     for rate in (0.0, 0.2, 0.4, 0.6, 0.8)
# }
# rate = pick_rate(val_scores)
# print(rate, report([train(rate, data, seed) for seed in range(5, 10)], test))
# ```

# %%
from dropout_course.data import load_subset, split

parts = split(load_subset(), train=500, validation=500, test=1000, rng=np.random.default_rng(5))
data, validation, test = (
    (torch.from_numpy(images.inputs()), torch.from_numpy(images.labels))
    for images in (parts.train, parts.validation, parts.test)
)


def accuracy(model, images):
    x, y = images
    return (model(x).argmax(dim=1) == y).double().mean().item()


# %%

# %% [markdown]
# ## 7. In your own words (2 points)
#
# *A colleague trains networks with eight dropout rates and five seeds each. She reports the best of the 40
# test accuracies: "with dropout 0.3 we reach 79.4%; without dropout the best seed had 78.1%, so dropout is
# worth 1.3 points."*
#
# Name two things that are wrong with this comparison, say for each in which direction it moves her 1.3
# points, and say what she should do and report instead. Five to eight sentences.

# %% [markdown] manual="her_comparison" points=2
# ### BEGIN SOLUTION
# **A model answer.** (1) The test images have chosen: the best of 40 numbers is a lucky one, so 79.4% is
# too high for a new network with rate 0.3, and the 1.3 points with it. (2) The two sides have unequal
# chances: the best of 35 networks with dropout stands against the best of 5 without. The larger number of
# tries alone makes its maximum larger, so the difference is moved in favour of dropout, even if no rate had
# any effect. Instead: choose the rate by validation scores (the means over seeds, and the
# one-standard-error rule), give both sides equal budgets (the learning rate tuned for both), train the
# chosen rate and no dropout with new seeds, the same ones on both sides, and report the mean of the paired
# differences on the test images with its 95% interval. If that interval reaches below zero, nothing is
# settled.
#
# **Rubric.** Half a point for each fault that is named with its direction, two at most: the test set chose;
# the best seed in place of the mean; 35 tries against 5; no interval, so that chance is not ruled out (moves
# in no direction, but leaves it open: counts if said so); the seeds that chose also judge. Half a point for a
# choice by validation, on images or seeds that judge nothing. Half a point for a report of means over seeds
# with an interval, or of paired differences.
# ### END SOLUTION

# %% [markdown]
# **Before you hand in**: restart the kernel, run all cells, and read what each `check` says. Hand in
# this notebook under its own name, `hw5-tuning.ipynb`.
