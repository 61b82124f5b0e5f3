# expect: psgsh:RoadmapItem-progress sh:MinCountConstraintComponent
# The item has no progress.
DELETE WHERE { <id/roadmap-item/example> psg:progress ?value }
