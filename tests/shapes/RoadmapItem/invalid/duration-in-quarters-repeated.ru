# expect: psgsh:RoadmapItem-durationInQuarters sh:MaxCountConstraintComponent
# The item has two durations.
INSERT DATA { <id/roadmap-item/example> psg:durationInQuarters 2 , 3 }
