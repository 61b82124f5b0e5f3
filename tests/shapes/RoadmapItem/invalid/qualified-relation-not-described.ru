# expect: psgsh:RoadmapItem-qualifiedRelation sh:ClassConstraintComponent
# The item names a dependency that is not described anywhere.
INSERT DATA { <id/roadmap-item/example> dcat:qualifiedRelation <id/dependency/nowhere> }
