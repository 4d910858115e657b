"""Trains the last layer of a narrow network."""

TOLD = "The network has learned too little"
LOSES = {"train_law": 2}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 8), nn.ReLU(), nn.Dropout(rate), nn.Linear(8, 10))
    optimiser = torch.optim.Adam(model[-1].parameters(), lr=0.003)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
