"""Queries with their verdict: whether their grammar is that of SOQL. Names are not looked up."""

VALID = r"""
SELECT Id FROM Account
select id from account
SeLeCt Id FrOm Account
SELECT Id, Name, Type FROM Account
SELECT  Id ,Name	FROM   Account
SELECT Account.Owner.Profile.Name FROM Contact
SELECT Custom_Field__c, Parent__r.Other__c FROM Thing__c
SELECT ns__Field__c, ns__Parent__r.Name FROM ns__Thing__c
SELECT Id FROM Order
SELECT Id FROM Group
SELECT Group FROM Thing
SELECT a.Id, a.Owner.Name FROM Account a WHERE a.Name = 'x' ORDER BY a.Name
SELECT Account.Name FROM Account
SELECT Id FROM Account ORDER
SELECT Id FROM Account OFFSET
SELECT Id FROM Account ORDER ORDER BY Name
SELECT Id Name FROM Account
SELECT DISTINCT Name FROM Account
SELECT (SELECT Id FROM Contacts) FROM Account
SELECT Id, (SELECT LastName, Owner.Name FROM Contacts) FROM Account
SELECT Id, (SELECT Id FROM Contacts), (SELECT Id FROM Opportunities) FROM Account
SELECT Id, (SELECT Id FROM Contacts WHERE LastName LIKE 'A%' ORDER BY LastName DESC LIMIT 3) FROM Account
SELECT Id, (SELECT Id FROM Contacts LIMIT 3 OFFSET 1) FROM Account LIMIT 1
SELECT Id, (SELECT Id, (SELECT Id FROM Quotes) FROM Opportunities) FROM Account
SELECT Id, (SELECT c.Id FROM Account.Contacts c) FROM Account
SELECT Id FROM Account WHERE Name = 'x'
SELECT Id FROM Account WHERE Name='x'
SELECT Id FROM Account WHERE Name = ''
SELECT Id FROM Account WHERE Name = 'it\'s'
SELECT Id FROM Account WHERE Name = 'a\\'
SELECT Id FROM Account WHERE Name = 'tab\tline\nreturn\r\b\f'
SELECT Id FROM Account WHERE Name = '\u00e4'
SELECT Id FROM Account WHERE Name = 'SELECT Id FROM Account'
SELECT Id FROM Account WHERE Name = 'äöü €'
SELECT Id FROM Account WHERE Name != 'x'
SELECT Id FROM Account WHERE Name <> 'x'
SELECT Id FROM Account WHERE Name > 'x'
SELECT Id FROM Account WHERE Amount >= 5
SELECT Id FROM Account WHERE Amount>=5
SELECT Id FROM Account WHERE Amount < 5.25
SELECT Id FROM Account WHERE Amount <= -5
SELECT Id FROM Account WHERE Amount = +5
SELECT Id FROM Account WHERE Amount = .5
SELECT Id FROM Account WHERE Amount = -.5
SELECT Id FROM Account WHERE Amount > USD500
SELECT Id FROM Account WHERE Amount > eur500.25
SELECT Id FROM Account WHERE IsActive = true
SELECT Id FROM Account WHERE IsActive != FALSE
SELECT Id FROM Account WHERE Name = null
SELECT Id FROM Account WHERE Name != NULL
SELECT Id FROM Account WHERE Name LIKE 'a%'
SELECT Id FROM Account WHERE Name LIKE '%\%\_%'
SELECT Id FROM Account WHERE Name LIKE 5
SELECT Id FROM Account WHERE Name like 'a_b'
SELECT Id FROM Account WHERE Name IN ('a')
SELECT Id FROM Account WHERE Name IN ('a', 'b', 'c')
SELECT Id FROM Account WHERE Name in('a','b')
SELECT Id FROM Account WHERE Name NOT IN ('a', 'b')
SELECT Id FROM Account WHERE Name not in ('a')
SELECT Id FROM Account WHERE Amount IN (1, 2.5, -3)
SELECT Id FROM Account WHERE Name IN ('a', null)
SELECT Id FROM Account WHERE IsActive IN (true, false)
SELECT Id FROM Account WHERE CloseDate IN (TODAY, 2027-01-31)
SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)
SELECT Id FROM Account WHERE Id NOT IN (SELECT AccountId FROM Contact WHERE LastName = 'x')
SELECT Id FROM Account WHERE Id IN (SELECT A FROM Contact) AND Id NOT IN (SELECT A FROM Deal)
SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact ORDER BY LastName LIMIT 1)
SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE OwnerId IN (SELECT Id FROM User))
SELECT Id FROM Account WHERE Regions__c INCLUDES ('a')
SELECT Id FROM Account WHERE Regions__c INCLUDES ('a;b', 'c')
SELECT Id FROM Account WHERE Regions__c excludes ('a', 'b;c')
SELECT Id FROM Account WHERE Name = 'a' AND Type = 'b'
SELECT Id FROM Account WHERE Name = 'a' OR Type = 'b' OR Type = 'c'
SELECT Id FROM Account WHERE Name = 'a' and Type = 'b' and Type = 'c'
SELECT Id FROM Account WHERE (Name = 'a')
SELECT Id FROM Account WHERE ((Name = 'a'))
SELECT Id FROM Account WHERE (Name = 'a' OR Name = 'b') AND Type = 'c'
SELECT Id FROM Account WHERE Name = 'a' AND (Type = 'b' OR (Type = 'c' AND Amount > 1))
SELECT Id FROM Account WHERE NOT Name = 'a'
SELECT Id FROM Account WHERE (NOT Name = 'a')
SELECT Id FROM Account WHERE NOT (Name = 'a' AND Type = 'b')
SELECT Id FROM Account WHERE NOT (Name LIKE 'a%')
SELECT Id FROM Account WHERE NOT Name = 'a' AND Type = 'b'
SELECT Id FROM Account WHERE Type = 'b' AND (NOT Name = 'a')
SELECT Id FROM Account WHERE NOT NOT Name = 'a'
SELECT Id FROM Account WHERE NOT(NOT(Name = 'a'))
SELECT Id FROM Account WHERE Owner.Profile.Name = 'a'
SELECT Id FROM Opportunity WHERE CloseDate = 2027-01-31
SELECT Id FROM Opportunity WHERE CloseDate = 2027-13-45
SELECT Id FROM Opportunity WHERE CreatedDate > 2027-01-31T10:00:00Z
SELECT Id FROM Opportunity WHERE CreatedDate > 2027-01-31T10:00:00.123Z
SELECT Id FROM Opportunity WHERE CreatedDate > 2027-01-31T10:00:00+01:00
SELECT Id FROM Opportunity WHERE CreatedDate > 2027-01-31T10:00:00-0800
SELECT Id FROM Opportunity WHERE CloseDate = YESTERDAY
SELECT Id FROM Opportunity WHERE CloseDate = today
SELECT Id FROM Opportunity WHERE CloseDate = TOMORROW
SELECT Id FROM Opportunity WHERE CloseDate = LAST_WEEK
SELECT Id FROM Opportunity WHERE CloseDate = THIS_WEEK
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_WEEK
SELECT Id FROM Opportunity WHERE CloseDate > LAST_MONTH
SELECT Id FROM Opportunity WHERE CloseDate > THIS_MONTH
SELECT Id FROM Opportunity WHERE CloseDate > NEXT_MONTH
SELECT Id FROM Opportunity WHERE CloseDate < LAST_90_DAYS
SELECT Id FROM Opportunity WHERE CloseDate < NEXT_90_DAYS
SELECT Id FROM Opportunity WHERE CloseDate = LAST_N_DAYS:30
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_N_DAYS:30
SELECT Id FROM Opportunity WHERE CloseDate = N_DAYS_AGO:3
SELECT Id FROM Opportunity WHERE CloseDate = N_DAYS_AGO : 3
SELECT Id FROM Opportunity WHERE CloseDate = LAST_N_WEEKS:2
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_N_WEEKS:2
SELECT Id FROM Opportunity WHERE CloseDate = N_WEEKS_AGO:2
SELECT Id FROM Opportunity WHERE CloseDate = LAST_N_MONTHS:2
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_N_MONTHS:2
SELECT Id FROM Opportunity WHERE CloseDate = N_MONTHS_AGO:2
SELECT Id FROM Opportunity WHERE CloseDate = THIS_QUARTER
SELECT Id FROM Opportunity WHERE CloseDate = LAST_QUARTER
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_QUARTER
SELECT Id FROM Opportunity WHERE CloseDate = LAST_N_QUARTERS:2
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_N_QUARTERS:2
SELECT Id FROM Opportunity WHERE CloseDate = N_QUARTERS_AGO:2
SELECT Id FROM Opportunity WHERE CloseDate = THIS_YEAR
SELECT Id FROM Opportunity WHERE CloseDate = LAST_YEAR
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_YEAR
SELECT Id FROM Opportunity WHERE CloseDate = LAST_N_YEARS:2
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_N_YEARS:2
SELECT Id FROM Opportunity WHERE CloseDate = N_YEARS_AGO:2
SELECT Id FROM Opportunity WHERE CloseDate = THIS_FISCAL_QUARTER
SELECT Id FROM Opportunity WHERE CloseDate = LAST_FISCAL_QUARTER
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_FISCAL_QUARTER
SELECT Id FROM Opportunity WHERE CloseDate = LAST_N_FISCAL_QUARTERS:2
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_N_FISCAL_QUARTERS:2
SELECT Id FROM Opportunity WHERE CloseDate = N_FISCAL_QUARTERS_AGO:2
SELECT Id FROM Opportunity WHERE CloseDate = THIS_FISCAL_YEAR
SELECT Id FROM Opportunity WHERE CloseDate = LAST_FISCAL_YEAR
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_FISCAL_YEAR
SELECT Id FROM Opportunity WHERE CloseDate = LAST_N_FISCAL_YEARS:2
SELECT Id FROM Opportunity WHERE CloseDate = NEXT_N_FISCAL_YEARS:2
SELECT Id FROM Opportunity WHERE CloseDate = N_FISCAL_YEARS_AGO:2
SELECT Id FROM Account ORDER BY Name
SELECT Id FROM Account ORDER BY Name ASC
SELECT Id FROM Account ORDER BY Name desc
SELECT Id FROM Account ORDER BY Name NULLS LAST
SELECT Id FROM Account ORDER BY Name DESC NULLS FIRST, Owner.Name ASC NULLS LAST, Id
SELECT Id FROM Account LIMIT 5
SELECT Id FROM Account LIMIT 0
SELECT Id FROM Account OFFSET 5
SELECT Id FROM Account LIMIT 5 OFFSET 10
SELECT Id FROM Account WHERE Name = 'a' ORDER BY Name LIMIT 5 OFFSET 10
SELECT COUNT() FROM Account
SELECT count() FROM Account WHERE Name = 'a'
SELECT COUNT( ) FROM Account LIMIT 10
SELECT COUNT(), Id FROM Account
SELECT COUNT(Id) FROM Account
SELECT COUNT(Id) many FROM Account
SELECT COUNT_DISTINCT(Name) FROM Account
SELECT SUM(Amount), AVG(Amount), MIN(Amount) least, MAX(Amount) FROM Opportunity
SELECT SUM() FROM Opportunity
SELECT MAX(Account.Name) FROM Opportunity
SELECT Name, COUNT(Id) FROM Account GROUP BY Name
SELECT Name n, COUNT(Id) c FROM Account GROUP BY Name
SELECT Name, Type, COUNT(Id) FROM Account GROUP BY Name, Type
SELECT Account.Name, SUM(Amount) FROM Opportunity GROUP BY Account.Name
SELECT StageName FROM Opportunity GROUP BY StageName
SELECT Name, COUNT(Id) FROM Account GROUP BY Name HAVING COUNT(Id) > 1
SELECT Name, COUNT(Id) FROM Account GROUP BY Name HAVING COUNT(Id) > 1 AND Name LIKE 'a%'
SELECT Name, COUNT(Id) FROM Account GROUP BY Name HAVING NOT (COUNT(Id) IN (1, 2))
SELECT A FROM B WHERE C = 'x' GROUP BY A HAVING SUM(D) > 1 ORDER BY COUNT(Id) DESC LIMIT 5 OFFSET 1
SELECT Name, COUNT(Id) FROM Account GROUP BY ROLLUP(Name, Type)
SELECT Name, GROUPING(Name), COUNT(Id) FROM Account GROUP BY CUBE(Name)
SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM Account GROUP BY CALENDAR_YEAR(CreatedDate)
SELECT CALENDAR_YEAR(A) y FROM B GROUP BY CALENDAR_YEAR(A) ORDER BY CALENDAR_YEAR(A)
SELECT CALENDAR_MONTH(A), CALENDAR_QUARTER(A) FROM B GROUP BY CALENDAR_MONTH(A), CALENDAR_QUARTER(A)
SELECT FISCAL_MONTH(CloseDate), FISCAL_QUARTER(CloseDate), FISCAL_YEAR(CloseDate) FROM Opportunity
SELECT DAY_IN_MONTH(CloseDate), DAY_IN_WEEK(CloseDate), DAY_IN_YEAR(CloseDate) FROM Opportunity
SELECT WEEK_IN_MONTH(CloseDate), WEEK_IN_YEAR(CloseDate), DAY_ONLY(CreatedDate) FROM Opportunity
SELECT HOUR_IN_DAY(convertTimezone(A)) FROM B GROUP BY HOUR_IN_DAY(convertTimezone(A))
SELECT Id FROM Opportunity WHERE CALENDAR_YEAR(CreatedDate) = 2027
SELECT Id FROM Opportunity WHERE DAY_ONLY(CreatedDate) > 2027-01-01
SELECT Id FROM Account WHERE COUNT(Id) > 1
SELECT Id FROM Account ORDER BY COUNT(Id) DESC
SELECT FIELDS(ALL) FROM Account LIMIT 200
SELECT fields(all) FROM Account
SELECT FIELDS(STANDARD) FROM Account
SELECT Id, FIELDS(CUSTOM) FROM Account LIMIT 1
SELECT Id, (SELECT FIELDS(ALL) FROM Contacts LIMIT 5) FROM Account
SELECT toLabel(StageName) FROM Opportunity
SELECT toLabel(StageName) stage FROM Opportunity WHERE toLabel(StageName) = 'x'
SELECT FORMAT(Amount) a, convertCurrency(Amount) FROM Opportunity
SELECT FORMAT(MIN(Amount)) FROM Opportunity
SELECT FORMAT(convertCurrency(Amount)) FROM Opportunity
SELECT TYPEOF What WHEN Account THEN Phone ELSE Name END FROM Event
SELECT Id, TYPEOF What WHEN Account THEN Phone, Name WHEN Opportunity THEN Amount END FROM Event
SELECT Id FROM Account USING SCOPE Mine
SELECT Id FROM Account USING SCOPE mine WHERE Name = 'x'
SELECT Id FROM Account WITH SECURITY_ENFORCED
SELECT Id FROM Account WHERE Name = 'x' WITH USER_MODE LIMIT 1
SELECT Id FROM Account WITH SYSTEM_MODE
SELECT Title FROM Question WITH DATA CATEGORY Geo__c AT (a__c, b__c) AND Kind__c BELOW c__c
SELECT Title FROM Question WITH DATA CATEGORY Geo__c ABOVE_OR_BELOW a__c
SELECT Id FROM Account FOR VIEW
SELECT Id FROM Account FOR REFERENCE
SELECT Id FROM Account LIMIT 1 FOR UPDATE
SELECT Id FROM Account UPDATE TRACKING
SELECT Id FROM Account UPDATE VIEWSTAT
SELECT Id FROM Shop WHERE DISTANCE(Place__c, GEOLOCATION(37.7, -122.4), 'mi') < 20
SELECT Id FROM Shop ORDER BY DISTANCE(Place__c, GEOLOCATION(37.7, -122.4), 'km') DESC
SELECT Id FROM Thing WHERE a.b.c.d.e.f.g.h = 1
""".strip().splitlines()

INVALID = r"""
SELECT
SELECT FROM Account
SELECT Id
SELECT Id FROM
SELECT Id Account
SELECT , Id FROM Account
SELECT Id, FROM Account
SELECT Id,, Name FROM Account
SELECT * FROM Account
SELECT Id FROM Account;
SELECT Id FROM Account -- remark
SELECT Id FROM Account /* remark */
SELECT Id FROM Account, Contact
SELECT Id FROM (SELECT Id FROM Account)
SELECT (SELECT Id FROM Contacts FROM Account
SELECT Id, (Name) FROM Account
SELECT Id FROM Account AS a
SELECT Id AS x FROM Account
SELECT Id FROM Account a b
SELECT Id limit FROM Account
SELECT Id FROM LIMIT
SELECT Id FROM WHERE Name = 'x'
SELECT Id FROM Account from
SELECT 'x' FROM Account
SELECT 5 FROM Account
SELECT 5a FROM Account
SELECT Id FROM 5a
SELECT Na-me FROM Account
SELECT .Name FROM Account
SELECT Account..Name FROM Contact
SELECT Account . Name FROM Contact
INSERT INTO Account VALUES (1)
UPDATE Account SET Name = 'x'
DELETE FROM Account
FROM Account SELECT Id
SELECT Id FROM Account WHERE
SELECT Id FROM Account WHERE Name
SELECT Id FROM Account WHERE Name =
SELECT Id FROM Account WHERE = 'x'
SELECT Id FROM Account WHERE 'x' = Name
SELECT Id FROM Account WHERE Name = Type
SELECT Id FROM Account WHERE Name = x
SELECT Id FROM Account WHERE Name = "x"
SELECT Id FROM Account WHERE Name = 'x
SELECT Id FROM Account WHERE Name = x'
SELECT Id FROM Account WHERE Name = 'it''s'
SELECT Id FROM Account WHERE Name = 'x' 'y'
SELECT Id FROM Account WHERE Name == 'x'
SELECT Id FROM Account WHERE Name =! 'x'
SELECT Id FROM Account WHERE Name = :name
SELECT Id FROM Account WHERE Name IS NULL
SELECT Id FROM Account WHERE Name IS NOT NULL
SELECT Id FROM Account WHERE Name NOT LIKE 'a%'
SELECT Id FROM Account WHERE Name LIKE
SELECT Id FROM Account WHERE Name BETWEEN 'a' AND 'b'
SELECT Id FROM Account WHERE EXISTS (SELECT Id FROM Contact)
SELECT Id FROM Account WHERE Amount = 5.
SELECT Id FROM Account WHERE Amount = 5e3
SELECT Id FROM Account WHERE Amount = 5 + 5
SELECT Id FROM Account WHERE Amount = - 5
SELECT Id FROM Account WHERE Amount = $5
SELECT Id FROM Account WHERE Amount = 1,5
SELECT Id FROM Account WHERE Name IN ()
SELECT Id FROM Account WHERE Name IN ('a',)
SELECT Id FROM Account WHERE Name IN ('a' 'b')
SELECT Id FROM Account WHERE Name IN (('a'))
SELECT Id FROM Account WHERE Name IN ['a']
SELECT Id FROM Account WHERE Name IN SELECT Id FROM Contact
SELECT Id FROM Account WHERE Name IN (SELECT Id FROM Contact
SELECT Id FROM Account WHERE Name NOT ('a')
SELECT Id FROM Account WHERE Regions__c INCLUDES ()
SELECT Id FROM Account WHERE Name = 'a' AND
SELECT Id FROM Account WHERE Name = 'a' && Type = 'b'
SELECT Id FROM Account WHERE Name = 'a' AND OR Type = 'b'
SELECT Id FROM Account WHERE Name = 'a' AND AND Type = 'b'
SELECT Id FROM Account WHERE NOT
SELECT Id FROM Account WHERE !(Name = 'a')
SELECT Id FROM Account WHERE (Name = 'a'
SELECT Id FROM Account WHERE Name = 'a')
SELECT Id FROM Account WHERE ((Name = 'a') AND Type = 'b'
SELECT Id FROM Account WHERE ()
SELECT Id FROM Account WHERE CloseDate = 2027-1-1
SELECT Id FROM Account WHERE CloseDate = 01/31/2027
SELECT Id FROM Account WHERE CreatedDate = 2027-01-31T10:00:00
SELECT Id FROM Account WHERE CreatedDate = 2027-01-31 10:00:00
SELECT Id FROM Account WHERE CreatedDate = NOW
SELECT Id FROM Account WHERE CloseDate = LAST_N_DAYS
SELECT Id FROM Account WHERE CloseDate = LAST_N_DAYS:
SELECT Id FROM Account WHERE CloseDate = LAST_N_DAYS:x
SELECT Id FROM Account WHERE CloseDate = LAST_DECADE
SELECT Id FROM Account WHERE CloseDate = TODAY:5
SELECT Id FROM Account WHERE CloseDate = TODAY + 1
SELECT Id FROM Account WHERE CloseDate = TODAY()
SELECT Id FROM Account ORDER BY
SELECT Id FROM Account ORDER Name
SELECT Id FROM Account ORDER BY Name,
SELECT Id FROM Account ORDER BY Name UP
SELECT Id FROM Account ORDER BY Name ASC DESC
SELECT Id FROM Account ORDER BY Name NULLS
SELECT Id FROM Account ORDER BY Name NULLS MIDDLE
SELECT Id FROM Account ORDER BY Name LAST
SELECT Id FROM Account ORDER BY 1
SELECT Id FROM Account LIMIT
SELECT Id FROM Account LIMIT -1
SELECT Id FROM Account LIMIT 5.5
SELECT Id FROM Account LIMIT 'a'
SELECT Id FROM Account LIMIT 5, 10
SELECT Id FROM Account LIMIT ALL
SELECT Id FROM Account OFFSET -1
SELECT Id FROM Account OFFSET 5 LIMIT 5
SELECT Id FROM Account LIMIT 5 ORDER BY Name
SELECT Id FROM Account LIMIT 5 WHERE Name = 'a'
SELECT Id FROM Account ORDER BY Name WHERE Name = 'a'
SELECT Id FROM Account WHERE Name = 'a' WHERE Type = 'b'
SELECT Id FROM Account LIMIT 5 LIMIT 5
SELECT Id FROM Account GROUP BY
SELECT Id FROM Account GROUP Name
SELECT Id FROM Account GROUP BY Name WHERE Name = 'a'
SELECT Id FROM Account HAVING COUNT(Id) > 1
SELECT Id FROM Account GROUP BY Name HAVING
SELECT Id FROM Account GROUP BY ROLLUP(Name
SELECT COUNT(*) FROM Account
SELECT COUNT(Id FROM Account
SELECT COUNT Id) FROM Account
SELECT MEDIAN(Amount) FROM Account
SELECT UPPER(Name) FROM Account
SELECT COUNT(DISTINCT Name) FROM Account
SELECT FIELDS() FROM Account
SELECT FIELDS(SOME) FROM Account
SELECT FIELDS(ALL FROM Account
SELECT Owner.FIELDS(ALL) FROM Account
SELECT TYPEOF What END FROM Event
SELECT TYPEOF What WHEN Account END FROM Event
SELECT TYPEOF What WHEN Account THEN Phone FROM Event
SELECT TYPEOF WHEN Account THEN Phone END FROM Event
SELECT Id FROM Account USING Mine
SELECT Id FROM Account WITH
SELECT Id FROM Account WITH NOTHING
SELECT Id FROM Account FOR
SELECT Id FROM Account FOR EVER
SELECT Id FROM Account UPDATE
SELECT Id FROM Account ALL ROWS
SELECT Id FROM Account UNION SELECT Id FROM Contact
SELECT Id FROM Account JOIN Contact ON Id
SELECT Id FROM Account WHERE Name = 'a'; DROP TABLE Account
""".strip().splitlines()

DIFFERENT = [
    (
        "SELECT Id FROM Account WHERE Name = 'a' AND Type = 'b' OR Type = 'c'",
        False,
        "the vendor wants parentheses where AND and OR meet; the other parser takes them in any mix",
    ),
    (
        "SELECT Id FROM Account WHERE Name = 'a' Type = 'b'",
        False,
        "a condition has AND or OR between its parts; the other parser lets it be left out",
    ),
    (
        "SELECT Id FROM Account WHERE AND Name = 'a'",
        False,
        "AND stands between two parts; the other parser takes it before the first",
    ),
    (
        r"SELECT Id FROM Account WHERE Name = 'a\q'",
        False,
        "the vendor documents which letters follow a backslash; the other parser does not look into texts",
    ),
    (
        r"SELECT Id FROM Account WHERE Name = '\u00g1'",
        False,
        "four hexadecimal digits follow \\u; the other parser does not look into texts",
    ),
    (
        "SELECT Id FROM Account WHERE Name IN 'a'",
        False,
        "the values of IN stand in parentheses; the other parser takes one without",
    ),
    (
        "SELECT Id FROM Account WHERE Regions__c INCLUDES 'a'",
        False,
        "the values of INCLUDES stand in parentheses; the other parser takes one without",
    ),
    (
        "SELECT Id FROM Account WHERE Name = ('a')",
        False,
        "= compares with one value; the other parser takes a list",
    ),
    (
        "SELECT Name. FROM Account",
        False,
        "a name does not end with a period; the other parser reads it as part of the name",
    ),
    (
        "SELECT Id FROM Account GROUP BY ROLLUP()",
        False,
        "ROLLUP groups by one field at least; the other parser takes none",
    ),
    (
        "SELECT COUNT(Id, Name) FROM Account",
        False,
        "an aggregate has one field; the other parser takes any number",
    ),
    (
        "SELECT c.Id, a.Name FROM Contact c, c.Account a WHERE a.Name = 'x'",
        True,
        "the vendor documents names for parents in FROM; the other parser reads one object only",
    ),
]
"""(query, our verdict, why it is not the other parser's)."""
