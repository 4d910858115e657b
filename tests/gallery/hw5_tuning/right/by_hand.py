"""Masks and steps by hand, a function for a model; torch's own helpers elsewhere."""


def max_norm_(weight, limit):
    weight.copy_(torch.renorm(weight, p=2, dim=0, maxnorm=limit))


def pick_rate(val_scores):
    def mean(rate):
        return sum(val_scores[rate]) / len(val_scores[rate])

    def error(rate):
        m, n = mean(rate), len(val_scores[rate])
        return (sum((score - m) ** 2 for score in val_scores[rate]) / (n - 1) / n) ** 0.5

    best = sorted(val_scores, key=mean)[-1]
    for rate in sorted(val_scores, reverse=True):
        if mean(rate) >= mean(best) - error(best):
            return rate
    return best


def train(rate, data, seed):
    generator = torch.Generator().manual_seed(seed)
    x, y = data
    shapes = [(784, 128), (128, 10)]
    weights = [torch.randn(shape, generator=generator) * (2 / shape[0]) ** 0.5 for shape in shapes]
    biases = [torch.zeros(shape[1]) for shape in shapes]
    parameters = [parameter.requires_grad_() for parameter in (*weights, *biases)]

    def hidden(x):
        return (x @ weights[0] + biases[0]).clamp(min=0)

    for _ in range(20):
        for rows in torch.randperm(len(x), generator=generator).split(50):
            h = hidden(x[rows])
            h = h * (torch.rand(h.shape, generator=generator) >= rate) / (1 - rate)
            loss = F.cross_entropy(h @ weights[1] + biases[1], y[rows])
            for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
                with torch.no_grad():
                    parameter -= 0.1 * gradient

    def model(x):
        with torch.no_grad():
            return hidden(x) @ weights[1] + biases[1]

    return model


def report(models, test):
    x, y = test
    right = np.array(
        [[int(c) for c in (model(x).detach().numpy().argmax(axis=1) == y.numpy())] for model in models]
    )
    each = right.mean(axis=1)
    t = T975[len(each) - 1]
    variance = ((each - each.mean()) ** 2).sum() / (len(each) - 1)
    half = t * np.sqrt(variance / len(each))
    return [float(each.mean()), float(each.mean() - half), float(each.mean() + half)]


def max_norm_filters_(weight, limit):
    rows = weight.view(len(weight), -1)
    lengths = rows.pow(2).sum(1).sqrt()
    for i in (lengths > limit).nonzero().flatten().tolist():
        rows[i] = rows[i] / lengths[i] * limit


def joint_max_norm_(first, second, limit):
    squares = (first * first).sum(1) + (second * second).sum(1)
    factor = torch.ones(len(squares))
    factor[squares > limit * limit] = limit / squares[squares > limit * limit].sqrt()
    first.mul_(factor[:, None])
    second.mul_(factor[:, None])


def projected_step_(weight, gradient, learning_rate, limit):
    there = weight - learning_rate * gradient
    lengths = there.norm(dim=1)
    there[lengths > limit] *= (limit / lengths[lengths > limit])[:, None]
    weight[...] = there


def pick_rate_paired(val_losses):
    means = {rate: sum(losses) / len(losses) for rate, losses in val_losses.items()}
    best = sorted(means, key=means.get)[0]
    for rate in sorted(val_losses, reverse=True):
        n = len(val_losses[rate])
        d = [val_losses[rate][k] - val_losses[best][k] for k in range(n)]
        m = sum(d) / n
        if rate == best or m <= 0 or m * m <= sum((x - m) ** 2 for x in d) / (n - 1) / n:
            return rate


def halving_winner(curves):
    def go_on(left, epoch):
        if len(left) == 1:
            return left[0]
        ranked = sorted(left, key=lambda rate: -curves[rate][epoch - 1])
        return go_on(ranked[: len(ranked) - len(ranked) // 2], 2 * epoch)

    return go_on(list(curves), 1)


def honest_score(val, test):
    splits = zip(*(zip(val[rate], test[rate]) for rate in val))
    scores = [max(pairs)[1] for pairs in splits]
    return sum(scores) / len(scores)
