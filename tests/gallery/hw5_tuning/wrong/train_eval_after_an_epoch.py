"""Looks at the accuracy after each epoch, in evaluation mode, and stays in it."""

TOLD = "A high rate does not keep the images from being learned by heart"
LOSES = {"train_law": 1}


def train(rate, data, seed):
    torch.manual_seed(seed)
    x, y = data
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Dropout(rate), nn.Linear(128, 10))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    for _ in range(15):
        for rows in torch.randperm(len(x)).split(50):
            optimiser.zero_grad()
            F.cross_entropy(model(x[rows]), y[rows]).backward()
            optimiser.step()
        model.eval()
        accuracy = (model(x).argmax(1) == y).double().mean()
        if accuracy == 1:
            break
    return model.eval()
