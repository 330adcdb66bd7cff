"""The whole service under a virtual clock: the real desk, reading, intake and alerts, against an
invented world. Nothing leaves this process, and nobody is told.
"""

from crawler.simulation.rehearsal import Outcome, Rehearsal, rehearse
from crawler.simulation.scene import Scene, demo_scene, scene_of

__all__ = ["Outcome", "Rehearsal", "Scene", "demo_scene", "rehearse", "scene_of"]
