"""Returns the accuracy on the training images."""

TOLD = "The answer is no model"
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
    return (model.eval()(x).argmax(1) == y).float().mean().item()
