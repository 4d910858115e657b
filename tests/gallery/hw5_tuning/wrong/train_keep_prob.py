"""Takes the rate for that of keeping."""

TOLD = "The rate is taken as that of keeping"
LOSES = {"train_law": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Dropout(1 - rate), nn.Linear(64, 10))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
