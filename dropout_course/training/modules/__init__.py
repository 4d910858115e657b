"""Networks that are trained one by one, by torch's autograd: with convolutions, recurrence or batch norm.

All that may differ between two networks is a ``ModuleRun``, all that they share a ``ModuleRecipe``;
``fit.train`` takes runs through the recipe, one after the other, and hands back the same ``Outcome`` as for a
stack. Only ``fit`` and what it stands on need torch.

Why not stacked: eight networks in one pass, written out by hand, are 1.5 times as fast with convolutions and
2.4 times with a recurrent unit; by ``torch.func.vmap`` slower than one by one (``bench/modules.py``
measures it again). That is too little for a second way to write every network.

A further network is a module of its own, called as in ``ModuleRun.network``, that offers

    build(run: ModuleRun, recipe: ModuleRecipe, streams: Streams) -> torch.nn.Module

from (images, 784) pixels to (images, 10) logits, with ``parts.Dropout`` where it drops, and refuses what it
does not know by ``runs.check_places`` and ``runs.check_option``. It draws its weights from ``streams`` and
nothing from torch's global generator, always in the same order, so that runs of one seed start alike. No
other file changes: what was trained of other networks stays valid.
"""

from .runs import Augmentation, BatchNorm, Masks, ModuleRecipe, ModuleRun, Network

__all__ = ["Augmentation", "BatchNorm", "Masks", "ModuleRecipe", "ModuleRun", "Network"]
