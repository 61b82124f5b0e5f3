# expect: psgsh:System-qualifiedRelation sh:ClassConstraintComponent
# The system names a dependency that is not described anywhere.
INSERT DATA { <id/system/example> dcat:qualifiedRelation <id/dependency/nowhere> }
