# expect: psgsh:PublicService-isGroupedBy sh:OrConstraintComponent
# The service names a life event or business event that is not described anywhere.
DELETE WHERE { <id/service/example> cv:isGroupedBy ?value } ;
INSERT DATA { <id/service/example> cv:isGroupedBy <id/life-event/nowhere> }
