# expect: psgsh:PublicService-hasCompetentAuthority sh:ClassConstraintComponent
# The service names an organisation that is not described anywhere.
DELETE WHERE { <id/service/example> cv:hasCompetentAuthority ?value } ;
INSERT DATA { <id/service/example> cv:hasCompetentAuthority <id/organisation/nowhere> }
