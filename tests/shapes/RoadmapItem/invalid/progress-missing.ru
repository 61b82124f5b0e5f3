# expect: psgsh:RoadmapItem-progress-recommended sh:MinCountConstraintComponent
# The item has no progress.
DELETE WHERE { <id/roadmap-item/example> psg:progress ?value }
