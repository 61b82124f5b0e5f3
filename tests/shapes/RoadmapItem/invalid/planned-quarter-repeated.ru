# expect: psgsh:RoadmapItem-plannedQuarter sh:MaxCountConstraintComponent
# The item has two values of “planned quarter”.
INSERT DATA { <id/roadmap-item/example> psg:plannedQuarter 2 , 3 }
