# expect: psgsh:RoadmapItem-plannedYear sh:MaxInclusiveConstraintComponent
# The value of “planned year” is above 2100.
DELETE WHERE { <id/roadmap-item/example> psg:plannedYear ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:plannedYear 2101 }
