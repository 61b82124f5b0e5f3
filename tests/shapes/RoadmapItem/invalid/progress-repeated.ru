# expect: psgsh:RoadmapItem-progress sh:MaxCountConstraintComponent
# The item has two values of “progress”.
INSERT DATA { <id/roadmap-item/example> psg:progress 50 }
