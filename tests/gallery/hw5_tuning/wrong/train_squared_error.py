"""Fits the classes by squared errors."""

TOLD = "That is not the cross-entropy of the logits"
LOSES = {"train_law": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Dropout(rate), nn.Linear(128, 10))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.mse_loss(model(x[rows]), F.one_hot(y[rows], 10).float()).backward()
            optimiser.step()
    return model.eval()
