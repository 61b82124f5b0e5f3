# expect: psgsh:PublicService-crossBorder sh:MaxCountConstraintComponent
# The service has two values of “cross-border”.
INSERT DATA { <id/service/example> psg:crossBorder true , false }
