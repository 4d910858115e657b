"""Uses F.dropout, which is always on."""

TOLD = "The model still drops units"
LOSES = {"train_form": 1, "train_law": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
    noisy = lambda x: model[2](F.dropout(model[:2](x), rate))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(noisy(x[rows]), y[rows]).backward()
            optimiser.step()
    return noisy
