"""As most would write it: loops over rows and models, SGD with momentum, Python's statistics."""


def max_norm_(weight, limit):
    for row in weight:
        length = row.norm()
        if length > limit:
            row.mul_(limit / length)


def pick_rate(val_scores):
    from statistics import mean, stdev

    best = max(val_scores, key=lambda rate: mean(val_scores[rate]))
    floor = mean(val_scores[best]) - stdev(val_scores[best]) / len(val_scores[best]) ** 0.5
    picked = best
    for rate, scores in val_scores.items():
        if rate > picked and mean(scores) >= floor:
            picked = rate
    return picked


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(
        nn.Linear(784, 100),
        nn.ReLU(),
        nn.Dropout(rate),
        nn.Linear(100, 64),
        nn.ReLU(),
        nn.Dropout(rate),
        nn.Linear(64, 10),
    )
    optimiser = torch.optim.SGD(model.parameters(), lr=0.03, momentum=0.9)
    model.train()
    for _epoch in range(20):
        order = torch.randperm(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            loss = nn.CrossEntropyLoss()(model(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    model.eval()
    return model


def report(models, test):
    from statistics import mean, stdev

    x, y = test
    accuracies = []
    for model in models:
        with torch.no_grad():
            accuracies.append((model(x).argmax(1) == y).float().mean().item())
    m = mean(accuracies)
    half = T975[len(models) - 1] * stdev(accuracies) / len(models) ** 0.5
    return m, m - half, m + half


def max_norm_filters_(weight, limit):
    for kernel in weight:
        length = (kernel**2).sum() ** 0.5
        if length > limit:
            kernel *= limit / length


def joint_max_norm_(first, second, limit):
    for a, b in zip(first, second):
        length = (a.norm() ** 2 + b.norm() ** 2).sqrt()
        if length > limit:
            a *= limit / length
            b *= limit / length


def projected_step_(weight, gradient, learning_rate, limit):
    for row, slope in zip(weight, gradient):
        row -= learning_rate * slope
        length = row.norm()
        if length > limit:
            row *= limit / length


def pick_rate_paired(val_losses):
    from statistics import mean, stdev

    best = min(val_losses, key=lambda rate: mean(val_losses[rate]))
    good = [best]
    for rate, losses in val_losses.items():
        if rate != best:
            d = [a - b for a, b in zip(losses, val_losses[best])]
            if mean(d) <= stdev(d) / len(d) ** 0.5:
                good.append(rate)
    return max(good)


def halving_winner(curves):
    left = set(curves)
    position = 0
    while len(left) != 1:
        for _ in range(len(left) // 2):
            left.remove(min(left, key=lambda rate: curves[rate][position]))
        position = 2 * position + 1
    return left.pop()


def honest_score(val, test):
    count = len(list(val.values())[0])
    total = 0
    for k in range(count):
        best = None
        for rate in val:
            if best is None or val[rate][k] > val[best][k]:
                best = rate
        total += test[best][k]
    return total / count
