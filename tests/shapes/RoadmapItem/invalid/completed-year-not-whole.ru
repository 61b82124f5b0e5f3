# expect: psgsh:RoadmapItem-completedYear sh:DatatypeConstraintComponent
# The value of “completed year” is not a whole number.
INSERT DATA { <id/roadmap-item/example> psg:completedYear 2027.5 }
