"""Everything in torch: tensors come back where numbers are asked for, the tensor comes back as well."""


def max_norm_(weight, limit):
    norms = torch.linalg.vector_norm(weight, dim=1, keepdim=True)
    factor = torch.where(norms > limit, limit / norms, torch.ones_like(norms))
    return weight.mul_(factor)


def pick_rate(val_scores):
    rates = torch.tensor(list(val_scores), dtype=torch.float64)
    table = [torch.tensor(scores, dtype=torch.float64) for scores in val_scores.values()]
    means = torch.stack([scores.mean() for scores in table])
    best = int(means.argmax())
    error = table[best].std() / len(table[best]) ** 0.5
    return rates[means >= means[best] - error].max().item()


class Perceptron(nn.Module):
    def __init__(self, rate):
        super().__init__()
        self.hidden = nn.Linear(784, 100)
        self.out = nn.Linear(100, 10)
        self.rate = rate

    def forward(self, x):
        h = F.relu(self.hidden(x))
        h = F.dropout(h, self.rate, self.training)
        return self.out(h)


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = Perceptron(rate)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.003)
    for _ in range(len(x) // 4):  # some 12 epochs
        rows = torch.randint(len(x), (50,))
        loss = F.cross_entropy(model(x[rows]), y[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model


def report(models, test):
    x, y = test
    accuracies = torch.stack([(model(x).argmax(1) == y).double().mean() for model in models])
    half = T975[len(models) - 1] * accuracies.std() / len(models) ** 0.5
    return torch.stack([accuracies.mean(), accuracies.mean() - half, accuracies.mean() + half])


def max_norm_filters_(weight, limit):
    return weight.mul_(
        (limit / torch.linalg.vector_norm(weight, dim=(1, 2, 3), keepdim=True)).nan_to_num(1.0).clamp(max=1)
    )


def joint_max_norm_(first, second, limit):
    both = torch.hstack([first, second])
    both = both * (limit / both.norm(dim=1, keepdim=True).clamp(min=1e-9)).clamp(max=1)
    first[:], second[:] = both[:, : first.shape[1]], both[:, first.shape[1] :]
    return first, second


def projected_step_(weight, gradient, learning_rate, limit):
    weight.add_(gradient, alpha=-learning_rate)
    return weight.copy_(weight.renorm(2, 0, limit))


def pick_rate_paired(val_losses):
    rates = torch.tensor(list(val_losses), dtype=torch.float64)
    losses = torch.tensor(list(val_losses.values()), dtype=torch.float64)
    d = losses - losses[losses.mean(1).argmin()]
    return rates[d.mean(1) <= d.std(1) / d.shape[1] ** 0.5].max().item()


def halving_winner(curves):
    rates = torch.tensor(list(curves), dtype=torch.float64)
    table = torch.tensor(list(curves.values()), dtype=torch.float64)
    epoch = 1
    while len(rates) > 1:
        kept = table[:, epoch - 1].topk(-(-len(rates) // 2)).indices
        rates, table, epoch = rates[kept], table[kept], epoch * 2
    return float(rates[0])


def honest_score(val, test):
    rates = list(val)
    choose = torch.tensor([val[rate] for rate in rates], dtype=torch.float64)
    say = torch.tensor([test[rate] for rate in rates], dtype=torch.float64)
    return say.gather(0, choose.argmax(0, keepdim=True)).mean().item()
