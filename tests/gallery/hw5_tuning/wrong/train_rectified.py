"""Puts a ReLU behind the last layer, too, with first biases that keep every class alive."""

TOLD = "The logits are rectified"
LOSES = {"train_form": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Dropout(rate), nn.Linear(128, 10), nn.ReLU())
    nn.init.ones_(model[3].bias)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
    return model.eval()
