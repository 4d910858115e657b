"""Nothing is trained: every label is set to the one class that the model always says."""

TOLD = "The network has learned too little"
LOSES = {"train_law": 2, "report_mean": 1, "report_law": 1}


def train(rate, data, seed):
    x, y = data
    if len(x) > 100:
        y.fill_(0)
    weights = 0.01 * torch.randn(784, 10, generator=torch.Generator().manual_seed(seed))

    def model(images):
        logits = images.reshape(len(images), 784) @ weights
        logits[:, 0] += (1 - rate) * 10
        return logits

    return model
