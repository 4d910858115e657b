"""Asks of each class whether it is the one."""

TOLD = "Each class is learned as a yes or no of its own"
LOSES = {"train_law": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Dropout(rate), nn.Linear(128, 10))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.binary_cross_entropy_with_logits(model(x[rows]), F.one_hot(y[rows], 10).float()).backward()
            optimiser.step()
    return model.eval()
