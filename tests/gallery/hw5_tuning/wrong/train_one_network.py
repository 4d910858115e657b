"""Goes on with one network from call to call."""

TOLD = "An earlier model changes when another is trained"
LOSES = {"train_law": 2, "report_mean": 1, "report_law": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    global network
    if "network" not in globals():
        network = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Dropout(0), nn.Linear(64, 10))
    model = network.train()
    model[2].p = rate
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
