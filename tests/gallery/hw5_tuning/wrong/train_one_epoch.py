"""Trains for one epoch."""

TOLD = "The network has learned too little"
LOSES = {"train_law": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Dropout(rate), nn.Linear(64, 10))
    optimiser = torch.optim.Adam(model.parameters())
    for _ in range(1):
        for rows in torch.randperm(len(x)).split(100):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
