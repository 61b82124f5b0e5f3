# expect: psgsh:System-ownedBy sh:ClassConstraintComponent
# The system names an organisation that is not described anywhere.
DELETE WHERE { <id/system/example> cv:ownedBy ?value } ;
INSERT DATA { <id/system/example> cv:ownedBy <id/organisation/nowhere> }
