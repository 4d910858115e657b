"""Never forgets a gradient."""

TOLD = "The network has learned too little"
LOSES = {"train_law": 2}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Dropout(rate), nn.Linear(64, 10))
    optimiser = torch.optim.SGD(model.parameters(), lr=3.0)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
