"""Steps over every other image."""

TOLD = "A part of the images is never learned from"
LOSES = {"train_law": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    x, y = x[::2], y[::2]
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Dropout(rate), nn.Linear(128, 10))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
