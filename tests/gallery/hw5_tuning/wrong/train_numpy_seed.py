"""Seeds numpy, which torch does not ask."""

TOLD = "The same seed gives another model"
LOSES = {"train_law": 1}


def train(rate, data, seed):
    np.random.seed(seed % 2**32)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Dropout(rate), nn.Linear(64, 10))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
