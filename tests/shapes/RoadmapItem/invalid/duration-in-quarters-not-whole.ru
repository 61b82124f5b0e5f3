# expect: psgsh:RoadmapItem-durationInQuarters sh:DatatypeConstraintComponent
# The duration is a decimal number.
INSERT DATA { <id/roadmap-item/example> psg:durationInQuarters 2.5 }
