# expect: psgsh:RoadmapItem-durationInQuarters sh:MinInclusiveConstraintComponent
# The duration is no time at all.
INSERT DATA { <id/roadmap-item/example> psg:durationInQuarters 0 }
