# expect: psgsh:RoadmapItem-dependsOn sh:ClassConstraintComponent
# The item names a roadmap item that is not described anywhere.
INSERT DATA { <id/roadmap-item/example> psg:dependsOn <id/roadmap-item/nowhere> }
