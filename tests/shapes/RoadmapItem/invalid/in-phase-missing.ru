# expect: psgsh:RoadmapItem-inPhase-recommended sh:MinCountConstraintComponent
# The item names no roadmap phase.
DELETE WHERE { <id/roadmap-item/example> psg:inPhase ?value }
