# expect: psgsh:NamedThing sh:OrConstraintComponent
# The key of the address is in two parts.
DELETE { ?thing ?property ?value }
INSERT { <id/output/example/1> ?property ?value }
WHERE { ?thing ?property ?value }
