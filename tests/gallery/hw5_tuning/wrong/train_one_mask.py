"""Draws the mask once and keeps it in all steps."""

TOLD = "The network knows more than it says"
LOSES = {"train_law": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    mask = (torch.rand(128) >= rate) / (1 - rate)
    drop = nn.Module()
    drop.forward = lambda h: h * mask if drop.training else h
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), drop, nn.Linear(128, 10))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
