# expect: psgsh:RoadmapItem-completedYear sh:MaxCountConstraintComponent
# The item has two values of “completed year”.
INSERT DATA { <id/roadmap-item/example> psg:completedYear 2027 , 2028 }
