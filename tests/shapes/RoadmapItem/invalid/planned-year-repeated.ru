# expect: psgsh:RoadmapItem-plannedYear sh:MaxCountConstraintComponent
# The item has two values of “planned year”.
INSERT DATA { <id/roadmap-item/example> psg:plannedYear 2029 }
