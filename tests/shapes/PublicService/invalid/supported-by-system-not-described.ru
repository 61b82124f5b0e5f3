# expect: psgsh:PublicService-supportedBySystem sh:ClassConstraintComponent
# The service names a system that is not described anywhere.
DELETE WHERE { <id/service/example> psg:supportedBySystem ?value } ;
INSERT DATA { <id/service/example> psg:supportedBySystem <id/system/nowhere> }
