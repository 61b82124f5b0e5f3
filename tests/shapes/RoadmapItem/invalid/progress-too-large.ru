# expect: psgsh:RoadmapItem-progress sh:MaxInclusiveConstraintComponent
# The value of “progress” is above 100.
DELETE WHERE { <id/roadmap-item/example> psg:progress ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:progress 101 }
