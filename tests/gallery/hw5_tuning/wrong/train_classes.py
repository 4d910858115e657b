"""Its model says the class alone."""

TOLD = "The answer has the wrong shape"
LOSES = {"train_form": 2, "train_law": 3, "report_mean": 1, "report_law": 2}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Dropout(rate), nn.Linear(64, 10))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    model.eval()
    return lambda x: model(x).argmax(1)
