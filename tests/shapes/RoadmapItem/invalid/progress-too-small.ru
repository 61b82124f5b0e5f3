# expect: psgsh:RoadmapItem-progress sh:MinInclusiveConstraintComponent
# The value of “progress” is below 0.
DELETE WHERE { <id/roadmap-item/example> psg:progress ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:progress -1 }
